#pragma once

#include "ui/preferences/PreferenceTable.h"

#include <QWidget>

#include <functional>
#include <vector>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QVBoxLayout;

namespace calotype::ui {

class Preferences;

/// One page of the preferences: fields that show a key's value and set it at once, and a button that restores them all.
/// A field whose value the environment or the command line sets is disabled, and says who does. It keeps nothing.
class PreferencePage : public QWidget
{
    Q_OBJECT

public:
    PreferencePage(Preferences &preferences, PreferenceGroup group, const QString &title, QWidget *parent = nullptr);

    PreferenceGroup group() const { return m_group; }
    QString title() const { return m_title; }

protected:
    Preferences &preferences() const { return m_preferences; }
    QVBoxLayout *rows() const { return m_rows; }

    /// @param key  its last part is the field's object name
    QComboBox *addChoice(const char *key, const QString &label, const QString &tip);
    QSpinBox *addNumber(const char *key, const QString &label, const QString &tip, int least, int most);
    QCheckBox *addFlag(const char *key, const QString &label, const QString &tip);
    QLineEdit *addText(const char *key, const QString &label, const QString &tip);
    QLabel *addAdvice(const QString &text);
    /// Has @p show called now, and whenever a preference changed.
    void onRefresh(std::function<void()> show);
    /// Disables @p field where somebody else sets the key, and says so below it.
    void watchOverride(const char *key, QWidget *field);

private:
    void refresh();

    Preferences &m_preferences;
    PreferenceGroup m_group;
    QString m_title;
    QVBoxLayout *m_rows;
    std::vector<std::function<void()>> m_shows;
};

} // namespace calotype::ui
