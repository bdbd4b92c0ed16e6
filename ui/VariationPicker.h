#pragma once

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QToolButton;

namespace calotype::ui {

class GenerationSettings;
class NumberField;

/// What else the noise depends on, folded away until it is wanted: a second seed with the strength at which it counts,
/// and where the noise comes from. It unfolds by itself when one of them comes to be other than usual.
class VariationPicker final : public QWidget
{
    Q_OBJECT

public:
    explicit VariationPicker(GenerationSettings &settings, QWidget *parent = nullptr);

private:
    QWidget *makeSeedLine();
    void fillNoises();
    void unfold(bool open);
    void refresh();
    void takeSeed();

    GenerationSettings &m_settings;
    QToolButton *m_fold;
    QWidget *m_body;
    QLineEdit *m_seed;
    NumberField *m_strength;
    QComboBox *m_noise;
    QLabel *m_advice;
    bool m_wasUnusual = false;
};

} // namespace calotype::ui
