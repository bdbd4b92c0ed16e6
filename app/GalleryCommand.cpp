#include "app/GalleryCommand.h"

#include "app/CommandLine.h"
#include "app/GalleryListing.h"
#include "app/TerminalText.h"
#include "core/gallery/Reindex.h"
#include "core/models/Paths.h"

#include <nlohmann/json.hpp>

#include <QFileInfo>

#include <algorithm>
#include <cstdio>
#include <map>

#include <unistd.h>

namespace calotype::app {

namespace {

using gallery::GalleryDatabase;
using gallery::GalleryItem;
using gallery::ReindexOutcome;
using nlohmann::json;

QString databasePath()
{
    return QString::fromStdString(models::Paths::standard().database().string());
}

bool isDamage(const Error &error)
{
    return error.code == ErrorCode::Damaged && !GalleryDatabase::isLocked(error);
}

// Reading makes no index where there is none.
int show(const gallery::GalleryFilter &filter, bool asJson)
{
    if (!QFileInfo::exists(databasePath())) {
        if (asJson)
            printOut(QStringLiteral("[]"));
        printError(QStringLiteral("There is no picture index yet; calotype gallery reindex makes one."));
        return kDone;
    }
    try {
        const GalleryDatabase database(databasePath());
        const auto ids = database.query(filter);
        printPictures(database, ids, asJson);
        if (ids.isEmpty())
            printError(filter.text.isEmpty() ? QStringLiteral("The index holds no pictures.")
                                             : QStringLiteral("No picture's prompt has all of these words."));
    } catch (const Failure &failure) {
        if (!isDamage(failure.error()))
            throw;
        throw Failure(ErrorCode::Damaged, "The picture index “" + databasePath().toStdString()
                                              + "” is damaged; calotype gallery reindex sets it aside and makes a new one.",
                      failure.error().detail);
    }
    return kDone;
}

struct ReindexReport {
    ReindexOutcome outcome;
    std::map<QString, int> programs; ///< pictures in the folders, by the program that wrote them; "": none that says so
    int listed = 0;                  ///< pictures in the folders
};

void showProgress(int done, int total)
{
    if (isatty(STDERR_FILENO))
        std::fprintf(stderr, "\r\033[K%d of %d pictures", done, total);
}

void countPrograms(const GalleryDatabase &database, const QStringList &folders, ReindexReport &report)
{
    constexpr qsizetype kHelping = 500;
    QStringList roots;
    for (const QString &folder : folders)
        roots << gallery::indexPath(folder);
    const auto ids = database.query({});
    for (qsizetype first = 0; first < ids.size(); first += kHelping) {
        const auto items = database.items(ids.mid(first, kHelping));
        for (const GalleryItem &item : items) {
            if (std::any_of(roots.begin(), roots.end(), [&](const QString &root) { return gallery::isBelow(item.path, root); })) {
                ++report.programs[item.source];
                ++report.listed;
            }
        }
    }
}

ReindexReport rebuilt(const QStringList &folders)
{
    GalleryDatabase database(databasePath());
    if (database.notice())
        printError(*database.notice());
    ReindexReport report;
    report.outcome = gallery::reindex(database, folders, showProgress);
    if (isatty(STDERR_FILENO))
        std::fputs("\r\033[K", stderr);
    countPrograms(database, folders, report);
    return report;
}

// The index can be made from the pictures alone, so one that is damaged is no end.
ReindexReport rebuiltAtAnyRate(const QStringList &folders)
{
    try {
        return rebuilt(folders);
    } catch (const Failure &failure) {
        if (!isDamage(failure.error()))
            throw;
    }
    printError(QStringLiteral("The picture index was damaged; it was set aside as “%1”.").arg(GalleryDatabase::setAside(databasePath())));
    return rebuilt(folders);
}

QString reportJson(const ReindexReport &report)
{
    const auto texts = [](const QStringList &list) {
        json array = json::array();
        for (const QString &text : list)
            array.push_back(text.toStdString());
        return array;
    };
    json programs = json::object();
    for (const auto &[program, count] : report.programs)
        programs[program.toStdString()] = count;
    const ReindexOutcome &outcome = report.outcome;
    return QString::fromStdString(json{{"read", outcome.found - outcome.unreadable.size()},
                                       {"listed", report.listed},
                                       {"programs", programs},
                                       {"added", outcome.added},
                                       {"changed", outcome.changed},
                                       {"removed", outcome.removed},
                                       {"unreadable", texts(outcome.unreadable)},
                                       {"missing", texts(outcome.missing)}}
                                      .dump(2, ' ', false, json::error_handler_t::replace));
}

QString reportText(const ReindexReport &report)
{
    const ReindexOutcome &outcome = report.outcome;
    QString text = QStringLiteral("%1 pictures read: %2 new, %3 changed, %4 gone\n")
                       .arg(outcome.found - outcome.unreadable.size())
                       .arg(outcome.added)
                       .arg(outcome.changed)
                       .arg(outcome.removed);
    for (const auto &[program, count] : report.programs)
        text += QStringLiteral("%1  %2\n").arg(count, 8).arg(program.isEmpty() ? QStringLiteral("say nothing of their making") : forTerminal(program));
    if (!outcome.unreadable.isEmpty())
        text += QStringLiteral("%1  unreadable:\n").arg(outcome.unreadable.size(), 8);
    for (const QString &path : outcome.unreadable)
        text += QStringLiteral("          %1\n").arg(forTerminal(path));
    return text;
}

int rebuild(QStringList folders, bool asJson)
{
    if (folders.isEmpty())
        folders << QString::fromStdString(models::Paths::standard().output.string());
    for (const QString &folder : std::as_const(folders)) {
        if (folder.isEmpty() || (QFileInfo::exists(folder) && !QFileInfo(folder).isDir()))
            throw Failure(ErrorCode::WrongUse, "“" + folder.toStdString() + "” is no folder; name one with pictures in it.");
    }
    const ReindexReport report = rebuiltAtAnyRate(folders);
    printOut(asJson ? reportJson(report) : reportText(report));
    for (const QString &folder : report.outcome.missing)
        printError(QStringLiteral("There is no folder “%1”; check the path.").arg(folder));
    return report.outcome.missing.isEmpty() ? kDone : kFailed;
}

} // namespace

int runGallery(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("The index of pictures that the window's gallery shows."));
    const QCommandLineOption json(QStringLiteral("json"), QStringLiteral("JSON instead of lines."));
    parser.addOption(json);
    parser.addPositionalArgument(QStringLiteral("action"),
                                 QStringLiteral("list (default), the newest first; search TEXT in the prompts; or reindex DIR, which reads all "
                                                "pictures in folders and below (default: the pictures folder)."),
                                 QStringLiteral("[list | search TEXT | reindex [DIR…]]"));
    int status = kDone;
    if (!parse(parser, QStringLiteral("gallery"), arguments, status))
        return status;
    const QStringList words = parser.positionalArguments();
    const QString action = words.value(0, QStringLiteral("list"));
    const bool asJson = parser.isSet(json);
    if (action == QLatin1String("list") && words.size() <= 1)
        return show({}, asJson);
    if (action == QLatin1String("reindex"))
        return rebuild(words.mid(1), asJson);
    if (action == QLatin1String("search")) {
        gallery::GalleryFilter filter;
        filter.text = words.mid(1).join(QLatin1Char(' ')).trimmed();
        if (filter.text.isEmpty())
            throw Failure(ErrorCode::WrongUse, "calotype gallery search wants words of a prompt.");
        return show(filter, asJson);
    }
    throw Failure(ErrorCode::WrongUse, "calotype gallery wants “list”, “search TEXT” or “reindex DIR”.");
}

} // namespace calotype::app
