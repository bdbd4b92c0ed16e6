#pragma once

#include <QWidget>

class QAction;
class QLabel;
class QPushButton;
class QSettings;
class QSpinBox;

namespace calotype::ui {

class GenerationSettings;
class InitImage;
class InitImageWell;
class ModelList;
class ModelOptions;
class ModelOptionsPicker;
class ModelPicker;
class NumberField;
class PromptEdit;
class PromptPanel;
class SizePicker;
class StartImageTools;

/// Everything that a picture is made from, in the order in which one thinks of it, with Generate and Stop pinned
/// below. It shows the settings and changes them; it keeps nothing.
class CreatePanel final : public QWidget
{
    Q_OBJECT

public:
    struct Parts {
        GenerationSettings &settings;
        ModelList &models;
        ModelOptions &options;
        InitImage &initImage;
        QAction *generate;
        QAction *stop;
        QList<QAction *> modelActions; ///< offered beside the list of models
        QSettings &store;    ///< keeps the prompts that were used
        QString dataFolder;  ///< keeps styles and presets
    };

    explicit CreatePanel(const Parts &parts, QWidget *parent = nullptr);

    PromptEdit *promptEdit() const;
    PromptPanel *promptPanel() const { return m_prompts; }
    ModelOptionsPicker *modelOptions() const { return m_modelOptions; }
    InitImageWell *initImageWell() const { return m_well; }
    StartImageTools *startImageTools() const { return m_startTools; }

public Q_SLOTS:
    /// What the run will take, under Generate; "": not known.
    void setEstimate(const QString &line);

private:
    QWidget *makeForm(const Parts &parts);
    QWidget *makeNumbers();
    QWidget *makeStartImage();
    QWidget *makeButtons(const Parts &parts);
    void refresh();
    void refreshStartImage();

    GenerationSettings &m_settings;
    InitImage &m_initImage;
    PromptPanel *m_prompts = nullptr;
    ModelPicker *m_model = nullptr;
    ModelOptionsPicker *m_modelOptions = nullptr;
    SizePicker *m_size = nullptr;
    NumberField *m_steps = nullptr;
    NumberField *m_guidance = nullptr;
    NumberField *m_clipSkip = nullptr;
    NumberField *m_strength = nullptr;
    QSpinBox *m_count = nullptr;
    QLabel *m_estimate = nullptr;
    InitImageWell *m_well = nullptr;
    StartImageTools *m_startTools = nullptr;
    QWidget *m_strengthBox = nullptr;
    QLabel *m_strengthAdvice = nullptr;
};

} // namespace calotype::ui
