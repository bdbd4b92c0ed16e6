#include "ui/preferences/PreferenceTable.h"

#include "ui/Language.h"

#include <QRegularExpression>
#include <QThread>

#include <algorithm>
#include <utility>

namespace calotype::ui {

namespace {

using Group = PreferenceGroup;
using Values = PreferenceValues;

/// @param member  gives the place of the value in Values
template<typename Member>
PreferenceKey number(const char *name, Group group, Member member, int least, int most)
{
    return {QLatin1String(name), group, [member](const Values &values) { return QVariant(member(const_cast<Values &>(values))); },
            [member, least, most](Values &values, const QVariant &given) {
                bool ok = false;
                const double wanted = given.toDouble(&ok);
                if (!ok || wanted != wanted)
                    return false;
                member(values) = static_cast<int>(std::clamp(wanted, double(least), double(most)));
                return true;
            }};
}

template<typename Member>
PreferenceKey flag(const char *name, Group group, Member member)
{
    return {QLatin1String(name), group, [member](const Values &values) { return QVariant(member(const_cast<Values &>(values))); },
            [member](Values &values, const QVariant &given) {
                const QString word = given.toString();
                if (word != QLatin1String("true") && word != QLatin1String("false"))
                    return false;
                member(values) = word == QLatin1String("true");
                return true;
            }};
}

template<typename Member>
PreferenceKey text(const char *name, Group group, Member member, const QString &shape)
{
    return {QLatin1String(name), group, [member](const Values &values) { return QVariant(member(const_cast<Values &>(values))); },
            [member, shape = QRegularExpression(QRegularExpression::anchoredPattern(shape))](Values &values, const QVariant &given) {
                if (!given.canConvert<QString>() || !shape.match(given.toString()).hasMatch())
                    return false;
                member(values) = given.toString();
                return true;
            }};
}

/// Folders, absolute and each once.
template<typename Member>
PreferenceKey folders(const char *name, Group group, Member member)
{
    return {QLatin1String(name), group, [member](const Values &values) { return QVariant(member(const_cast<Values &>(values))); },
            [member](Values &values, const QVariant &given) {
                QStringList list = given.toStringList();
                const bool sound = std::all_of(list.cbegin(), list.cend(), [](const QString &folder) { return folder.startsWith(u'/'); });
                if (!sound)
                    return false;
                list.removeDuplicates();
                member(values) = list;
                return true;
            }};
}

/// One of a few words, each for a value.
template<typename Value, typename Member>
PreferenceKey choice(const char *name, Group group, Member member, std::vector<std::pair<QString, Value>> words)
{
    return {QLatin1String(name), group,
            [member, words](const Values &values) {
                for (const auto &[word, value] : words) {
                    if (member(const_cast<Values &>(values)) == value)
                        return QVariant(word);
                }
                return QVariant(words.front().first);
            },
            [member, words](Values &values, const QVariant &given) {
                for (const auto &[word, value] : words) {
                    if (given.toString() == word) {
                        member(values) = value;
                        return true;
                    }
                }
                return false;
            }};
}

PreferenceKey shortcuts()
{
    return {QStringLiteral("shortcuts/changed"), Group::Shortcuts,
            [](const Values &values) {
                QStringList lines;
                for (auto it = values.shortcuts.cbegin(); it != values.shortcuts.cend(); ++it)
                    lines << it.key() + u'=' + it.value();
                return QVariant(lines);
            },
            [](Values &values, const QVariant &given) {
                QMap<QString, QString> changed;
                for (const QString &line : given.toStringList()) {
                    const qsizetype middle = line.indexOf(u'=');
                    if (middle <= 0)
                        return false;
                    changed.insert(line.left(middle), line.mid(middle + 1));
                }
                values.shortcuts = std::move(changed);
                return true;
            }};
}

QString languageWords()
{
    QString words = QStringLiteral("system");
    for (const Language &language : languages())
        words += u'|' + language.code;
    return words;
}

std::vector<PreferenceKey> makeTable()
{
    using Output = gallery::OutputRules;
    using Format = gallery::PictureFormat;
    return {
        text("program/language", Group::General, [](Values &v) -> auto & { return v.language; }, languageWords()),
        choice<ColourScheme>("program/theme", Group::General, [](Values &v) -> auto & { return v.theme; },
                             {{"system", ColourScheme::System}, {"light", ColourScheme::Light}, {"dark", ColourScheme::Dark}}),
        flag("program/notifyWhenDone", Group::General, [](Values &v) -> auto & { return v.notifyWhenDone; }),
        flag("program/soundWhenDone", Group::General, [](Values &v) -> auto & { return v.soundWhenDone; }),
        flag("program/confirmTrash", Group::General, [](Values &v) -> auto & { return v.confirmTrash; }),
        flag("program/restoreSession", Group::General, [](Values &v) -> auto & { return v.restoreSession; }),
        number("compute/threads", Group::Compute, [](Values &v) -> auto & { return v.threads; }, 0, threadsMost()),
        text("compute/device", Group::Compute, [](Values &v) -> auto & { return v.device; },
             QStringLiteral("auto|cpu|mps|cuda(:\\d{1,3})?")),
        text("compute/dtype", Group::Compute, [](Values &v) -> auto & { return v.dtype; },
             QStringLiteral("auto|float32|float16|bfloat16")),
        text("compute/memory", Group::Compute, [](Values &v) -> auto & { return v.memory; },
             QStringLiteral("auto|fast|balanced|low")),
        text("compute/vaeTiles", Group::Compute, [](Values &v) -> auto & { return v.vaeTiles; }, QStringLiteral("auto|on|off")),
        number("compute/idleMinutes", Group::Compute, [](Values &v) -> auto & { return v.idleMinutes; }, 0, 24 * 60),
        folders("models/folders", Group::Models, [](Values &v) -> auto & { return v.modelFolders; }),
        text("output/folder", Group::Output, [](Values &v) -> auto & { return v.output.folder; }, QStringLiteral("(/[^\\n\\r]*)?")),
        choice<Output::Folders>("output/subfolders", Group::Output, [](Values &v) -> auto & { return v.output.folders; },
                                {{"date", Output::Folders::ByDate}, {"flat", Output::Folders::Flat}}),
        text("output/name", Group::Output, [](Values &v) -> auto & { return v.output.pattern; }, QStringLiteral("[^\\n\\r]{1,200}")),
        choice<Format>("output/format", Group::Output, [](Values &v) -> auto & { return v.output.format; },
                       {{"png", Format::Png}, {"jpeg", Format::Jpeg}, {"webp", Format::Webp}}),
        number("output/quality", Group::Output, [](Values &v) -> auto & { return v.output.quality; }, 1, 100),
        flag("output/metadata", Group::Output, [](Values &v) -> auto & { return v.output.metadata; }),
        choice<PreviewMethod>("preview/method", Group::Preview, [](Values &v) -> auto & { return v.preview; },
                              {{"taesd", PreviewMethod::Taesd}, {"rgb", PreviewMethod::LatentRgb}, {"off", PreviewMethod::Off}}),
        number("preview/everySteps", Group::Preview, [](Values &v) -> auto & { return v.previewEvery; }, 1, 50),
        number("preview/perSecond", Group::Preview, [](Values &v) -> auto & { return v.previewsPerSecond; }, 0, 30),
        number("gallery/thumbnailMegabytes", Group::Gallery, [](Values &v) -> auto & { return v.thumbnailMegabytes; }, 16, 65536),
        folders("gallery/folders", Group::Gallery, [](Values &v) -> auto & { return v.watchedFolders; }),
        shortcuts(),
        text("advanced/logLevel", Group::Advanced, [](Values &v) -> auto & { return v.logLevel; },
             QStringLiteral("trace|debug|info|warn|warning|error|err|critical|off")),
    };
}

} // namespace

const std::vector<PreferenceKey> &preferenceTable()
{
    static const std::vector<PreferenceKey> table = makeTable();
    return table;
}

const PreferenceKey *preferenceKey(const QString &name)
{
    const auto &table = preferenceTable();
    const auto found = std::find_if(table.begin(), table.end(), [&](const PreferenceKey &key) { return key.name == name; });
    return found == table.end() ? nullptr : &*found;
}

PreviewMethod previewMethodOf(const QString &word)
{
    PreferenceValues values;
    preferenceKey(QStringLiteral("preview/method"))->write(values, word);
    return values.preview;
}

QString previewMethodWord(PreviewMethod method)
{
    PreferenceValues values;
    values.preview = method;
    return preferenceKey(QStringLiteral("preview/method"))->read(values).toString();
}

int threadsMost()
{
    return std::max(1, QThread::idealThreadCount());
}

} // namespace calotype::ui
