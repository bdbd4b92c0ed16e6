#pragma once

#include <QWidget>

class QAction;
class QLabel;
class QPushButton;
class QSpinBox;

namespace calotype::ui {

class GenerationSettings;
class InitImage;
class InitImageWell;
class ModelList;
class ModelPicker;
class NumberField;
class PromptEdit;
class SizePicker;

/// Everything that a picture is made from, in the order in which one thinks of it, with Generate and Stop pinned
/// below. It shows the settings and changes them; it keeps nothing.
class CreatePanel final : public QWidget
{
    Q_OBJECT

public:
    struct Parts {
        GenerationSettings &settings;
        ModelList &models;
        InitImage &initImage;
        QAction *generate;
        QAction *stop;
        QList<QAction *> modelActions; ///< offered beside the list of models
    };

    explicit CreatePanel(const Parts &parts, QWidget *parent = nullptr);

    PromptEdit *promptEdit() const { return m_prompt; }
    InitImageWell *initImageWell() const { return m_well; }
    SizePicker *sizePicker() const { return m_size; }

private:
    QWidget *makeForm(const Parts &parts);
    QWidget *makePrompts();
    QWidget *makeNumbers();
    QWidget *makeStartImage();
    QWidget *makeButtons(const Parts &parts);
    void refresh();
    void refreshStartImage();

    GenerationSettings &m_settings;
    InitImage &m_initImage;
    PromptEdit *m_prompt = nullptr;
    PromptEdit *m_negative = nullptr;
    ModelPicker *m_model = nullptr;
    SizePicker *m_size = nullptr;
    NumberField *m_steps = nullptr;
    NumberField *m_guidance = nullptr;
    NumberField *m_clipSkip = nullptr;
    NumberField *m_strength = nullptr;
    QSpinBox *m_count = nullptr;
    InitImageWell *m_well = nullptr;
    QWidget *m_strengthBox = nullptr;
    QLabel *m_strengthAdvice = nullptr;
};

} // namespace calotype::ui
