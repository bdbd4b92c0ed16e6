#include "ui/preferences/PreferenceFile.h"

#include "ui/preferences/PreferenceTable.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QSettings>

namespace calotype::ui {

namespace {

const QString kVersion = QStringLiteral("preferences/version");

struct Words {
    Q_DECLARE_TR_FUNCTIONS(PreferenceFile)
};

/// @return where the copy is, for the user; "" where there is nothing to keep, or it cannot be kept
QString keepCopy(const QSettings &store, const QString &ending)
{
    const QString copy = store.fileName() + u'.' + ending;
    if (!QFile::exists(store.fileName()))
        return {};
    QFile::remove(copy);
    return QFile::copy(store.fileName(), copy) ? QDir::toNativeSeparators(copy) : QString();
}

QString withCopy(const QString &sentence, const QString &copy)
{
    return copy.isEmpty() ? sentence : sentence + u' ' + Words::tr("The file as it was is kept as “%1”.").arg(copy);
}

void migrate(QSettings &store, int from)
{
    const auto move = [&store](const QString &before, const QString &now) {
        if (!store.contains(before))
            return;
        store.setValue(now, store.value(before));
        store.remove(before);
    };
    if (from < 2)
        move(QStringLiteral("window/theme"), QStringLiteral("program/theme"));
    // In its files QSettings keeps a section of its own under that name, whatever its case: what was written as “general/theme”
    // came back as “General/theme”. macOS has no such files, and gives back what was written; where there are both, that was
    // in effect.
    for (const char *const group : {"General/", "general/"}) {
        for (const char *const key : {"language", "theme", "notifyWhenDone", "confirmTrash"}) {
            if (from == 2)
                move(QLatin1String(group) + QLatin1String(key), QStringLiteral("program/") + QLatin1String(key));
        }
    }
}

} // namespace

ReadPreferences readPreferences(QSettings &store)
{
    ReadPreferences found;
    const bool unreadable = store.status() == QSettings::FormatError;
    const int version = store.contains(kVersion) ? store.value(kVersion).toInt() : 1;
    if (version > kPreferencesVersion) {
        found.notes << withCopy(Words::tr("The preferences were written by a newer Calotype; what this one knows of them counts."),
                                keepCopy(store, QStringLiteral("v%1").arg(version)));
    }
    migrate(store, version);

    QStringList damaged;
    for (const PreferenceKey &key : preferenceTable()) {
        if (store.contains(key.name) && !key.write(found.values, store.value(key.name)))
            damaged << key.name;
    }
    if (unreadable || !damaged.isEmpty()) {
        const QString what = damaged.isEmpty() ? Words::tr("The preferences' file is damaged; what could be read of it counts.")
                                               : Words::tr("These preferences could not be read, and are as they were at first: %1.")
                                                     .arg(damaged.join(QStringLiteral(", ")));
        found.notes << withCopy(what, keepCopy(store, QStringLiteral("damaged")));
        for (const QString &name : damaged)
            store.remove(name);
    }
    if (version != kPreferencesVersion)
        store.setValue(kVersion, kPreferencesVersion);
    return found;
}

void writePreferences(QSettings &store, const PreferenceValues &values)
{
    const PreferenceValues initial;
    for (const PreferenceKey &key : preferenceTable()) {
        const QVariant value = key.read(values);
        if (value == key.read(initial))
            store.remove(key.name);
        else if (store.value(key.name) != value)
            store.setValue(key.name, value);
    }
    store.setValue(kVersion, kPreferencesVersion);
}

} // namespace calotype::ui
