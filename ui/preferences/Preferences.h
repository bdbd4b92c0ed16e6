#pragma once

#include "ui/preferences/PreferenceOverrides.h"
#include "ui/preferences/PreferenceTable.h"
#include "ui/preferences/PreferenceValues.h"

#include <QObject>
#include <QStringList>

class QSettings;

namespace calotype::ui {

/// The one place where the preferences live, and are kept in the store as soon as they change; a signal is sent only
/// when something really changed. The command line counts before the environment, that before what is kept, and that
/// before the default. GUI thread.
class Preferences final : public QObject
{
    Q_OBJECT

public:
    /// @param overrides  an unsound one does not count, and is told of by notes()
    explicit Preferences(QSettings &store, const PreferenceOverrides &overrides = {}, QObject *parent = nullptr);

    /// What the user chose.
    const PreferenceValues &values() const { return m_values; }
    /// What counts.
    const PreferenceValues &effective() const { return m_effective; }
    /// Who sets a preference over the user's choice: "CALOTYPE_DEVICE"; "" where nobody does.
    QString overriddenBy(const QString &key) const { return m_overrides.value(key).source; }
    /// What to tell the user of the file and the overrides.
    const QStringList &notes() const { return m_notes; }

    /// What counts, by the key's name.
    QVariant value(const QString &key) const;
    /// @return false, with nothing changed, for what is no value of that key
    bool set(const QString &key, const QVariant &value);
    void setValues(const PreferenceValues &values);
    /// A page's preferences as they are at first.
    void restore(PreferenceGroup group);

Q_SIGNALS:
    void changed();

private:
    void applyOverrides();

    QSettings &m_store;
    PreferenceOverrides m_overrides;
    PreferenceValues m_values;
    PreferenceValues m_effective;
    QStringList m_notes;
};

} // namespace calotype::ui
