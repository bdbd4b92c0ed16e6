#include "ui/preferences/Preferences.h"

#include "ui/preferences/PreferenceFile.h"

#include <QSettings>

namespace calotype::ui {

Preferences::Preferences(QSettings &store, const PreferenceOverrides &overrides, QObject *parent)
    : QObject(parent)
    , m_store(store)
{
    ReadPreferences found = readPreferences(store);
    m_values = std::move(found.values);
    m_notes = std::move(found.notes);
    for (auto it = overrides.cbegin(); it != overrides.cend(); ++it) {
        PreferenceValues probe;
        const PreferenceKey *const key = preferenceKey(it.key());
        if (key && key->write(probe, it->value))
            m_overrides.insert(it.key(), *it);
        else
            m_notes << tr("“%1” is no value for %2, which does not count.").arg(it->value.toString(), it->source);
    }
    applyOverrides();
}

void Preferences::applyOverrides()
{
    m_effective = m_values;
    for (auto it = m_overrides.cbegin(); it != m_overrides.cend(); ++it)
        preferenceKey(it.key())->write(m_effective, it->value);
}

QVariant Preferences::value(const QString &key) const
{
    const PreferenceKey *const known = preferenceKey(key);
    return known ? known->read(m_effective) : QVariant();
}

bool Preferences::set(const QString &key, const QVariant &value)
{
    PreferenceValues next = m_values;
    const PreferenceKey *const known = preferenceKey(key);
    if (!known || !known->write(next, value))
        return false;
    setValues(next);
    return true;
}

void Preferences::setValues(const PreferenceValues &values)
{
    if (values == m_values)
        return;
    m_values = values;
    writePreferences(m_store, m_values);
    applyOverrides();
    Q_EMIT changed();
}

void Preferences::restore(PreferenceGroup group)
{
    const PreferenceValues initial;
    PreferenceValues next = m_values;
    for (const PreferenceKey &key : preferenceTable()) {
        if (key.group == group)
            key.write(next, key.read(initial));
    }
    setValues(next);
}

} // namespace calotype::ui
