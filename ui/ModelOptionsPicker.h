#pragma once

#include <QWidget>

class QComboBox;
class QLineEdit;
class QToolButton;

namespace calotype::ui {

class GenerationSettings;
class ModelOptions;

/// What the user knows better of the chosen model than its file, folded away until it is wanted: what it predicts, and
/// another VAE. It unfolds by itself for a model of which something was said.
class ModelOptionsPicker final : public QWidget
{
    Q_OBJECT

public:
    ModelOptionsPicker(const GenerationSettings &settings, ModelOptions &options, QWidget *parent = nullptr);

Q_SIGNALS:
    /// A file is to be chosen, for ModelOptions::setVae().
    void chooseVaeRequested(const QString &modelPath);

private:
    QWidget *makeVaeLine();
    void fillPredictions();
    void unfold(bool open);
    void refresh();

    const GenerationSettings &m_settings;
    ModelOptions &m_options;
    QToolButton *m_fold;
    QWidget *m_body;
    QComboBox *m_prediction;
    QLineEdit *m_vae;
    QToolButton *m_clear = nullptr;
    bool m_wasUnusual = false;
};

} // namespace calotype::ui
