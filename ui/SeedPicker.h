#pragma once

#include <QWidget>

class QComboBox;
class QLineEdit;

namespace calotype::ui {

class GenerationSettings;

/// The seed, and what becomes of it after each run. While it is drawn anew, the field shows the one that was used last;
/// else the one that will be. Writing another keeps it.
class SeedPicker final : public QWidget
{
    Q_OBJECT

public:
    explicit SeedPicker(GenerationSettings &settings, QWidget *parent = nullptr);

private:
    void refresh();
    void takeField();
    void chooseNext(int item);

    GenerationSettings &m_settings;
    QLineEdit *m_seed;
    QComboBox *m_next;
};

} // namespace calotype::ui
