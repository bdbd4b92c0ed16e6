#pragma once

#include <QDialog>

class QComboBox;
class QLabel;
class QSpinBox;

namespace calotype::ui {

class Preferences;

/// Shows the preferences and changes them, each at once. It keeps nothing, and may stay open while one works.
class PreferencesDialog final : public QDialog
{
    Q_OBJECT

public:
    /// @param modelsFolder  where a preview decoder would lie, for the advice
    explicit PreferencesDialog(Preferences &preferences, const QString &modelsFolder, QWidget *parent = nullptr);

private:
    void fillBoxes();
    void refresh();

    Preferences &m_preferences;
    QComboBox *m_theme;
    QSpinBox *m_threads;
    QComboBox *m_device;
    QLabel *m_deviceAdvice;
    QComboBox *m_dtype;
    QComboBox *m_preview;
};

} // namespace calotype::ui
