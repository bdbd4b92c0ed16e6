#pragma once

#include <QWidget>

class QCheckBox;
class QLineEdit;

namespace calotype::ui {

class GenerationSettings;

/// The seed: drawn anew for each run, or kept. The field always shows the one that was used last; writing another keeps
/// it.
class SeedPicker final : public QWidget
{
    Q_OBJECT

public:
    explicit SeedPicker(GenerationSettings &settings, QWidget *parent = nullptr);

private:
    void refresh();
    void takeField();

    GenerationSettings &m_settings;
    QLineEdit *m_seed;
    QCheckBox *m_fixed;
};

} // namespace calotype::ui
