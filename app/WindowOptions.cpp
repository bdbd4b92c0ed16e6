#include "app/WindowOptions.h"

#include "core/base/Error.h"
#include "ui/preferences/PreferenceTable.h"

#include <QFileInfo>

namespace calotype::app {

namespace {

QString keyOf(const QString &option)
{
    if (option == QLatin1String("--device"))
        return QStringLiteral("compute/device");
    if (option == QLatin1String("--dtype"))
        return QStringLiteral("compute/dtype");
    if (option == QLatin1String("--memory"))
        return QStringLiteral("compute/memory");
    if (option == QLatin1String("--vae-tiles"))
        return QStringLiteral("compute/vaeTiles");
    return option == QLatin1String("--threads") ? QStringLiteral("compute/threads") : QString();
}

[[noreturn]] void refuse(const QString &sentence)
{
    throw Failure(ErrorCode::WrongUse, sentence.toStdString());
}

} // namespace

WindowOptions windowOptions(const QStringList &words)
{
    WindowOptions options;
    options.overrides = ui::environmentOverrides();
    for (qsizetype i = 0; i < words.size(); ++i) {
        const QString option = words[i].section(u'=', 0, 0);
        const QString key = keyOf(option);
        if (key.isEmpty()) {
            if (words[i].startsWith(u'-') || !QFileInfo::exists(words[i]))
                refuse(QStringLiteral("“%1” is neither a command nor a file; see calotype --help.").arg(words[i]));
            options.files << QFileInfo(words[i]).absoluteFilePath();
            continue;
        }
        const bool attached = words[i].contains(u'=');
        if (!attached && i + 1 == words.size())
            refuse(QStringLiteral("%1 needs a value.").arg(option));
        options.kept << words[i];
        const QString value = attached ? words[i].section(u'=', 1) : words[++i];
        if (!attached)
            options.kept << value;
        ui::PreferenceValues probe;
        if (!ui::preferenceKey(key)->write(probe, value))
            refuse(QStringLiteral("“%1” is no value for %2.").arg(value, option));
        options.overrides.insert(key, {value, option});
    }
    return options;
}

QStringList wordsToStartAnew(const QStringList &given, const QStringList &left, const WindowOptions &options)
{
    QStringList words; // first the window system's own
    qsizetype next = 0;
    for (const QString &word : given) {
        if (next < left.size() && word == left[next])
            ++next;
        else
            words << word;
    }
    return words + options.kept;
}

} // namespace calotype::app
