#include "app/ReplayCommand.h"

#include "app/CommandLine.h"
#include "app/InitPictures.h"
#include "app/ModelChoice.h"
#include "app/ModelHashFile.h"
#include "app/ReplayModel.h"
#include "app/ReplayReport.h"
#include "app/ReplayRun.h"
#include "app/TerminalText.h"
#include "core/gallery/AtomicFile.h"
#include "core/gallery/GalleryDatabase.h"
#include "core/gallery/PictureFile.h"
#include "core/models/ModelHashes.h"

#include <QFileInfo>

#include <cstdio>

namespace calotype::app {

namespace {

using gallery::ReplayPlan;

struct ReplayOptions {
    QString file;
    QString initPath;
    QString maskPath;
    QString outFile; ///< "": the new picture is not kept
    bool json = false;
    bool quiet = false;
};

std::optional<ReplayOptions> parseOptions(const QStringList &arguments, int &status)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Makes a picture of Calotype's again, from what its file says, and compares."));
    const auto option = [&parser](const char *name, const char *help, const char *value = "") {
        QCommandLineOption added(QString::fromLatin1(name), QString::fromUtf8(help));
        added.setValueName(QString::fromLatin1(value));
        parser.addOption(added);
    };
    option("init", "The picture it began from, where the gallery does not know it.", "FILE");
    option("mask", "The mask it was painted with.", "FILE");
    option("out", "Also saves the new picture: a PNG, JPEG or WebP by its ending.", "FILE");
    option("json", "One JSON object that tells the verdict and the reasons.");
    option("quiet", "No progress on stderr.");
    parser.addPositionalArgument(QStringLiteral("FILE"), QStringLiteral("The picture."));
    if (!parse(parser, QStringLiteral("replay"), arguments, status))
        return {};
    for (const char *name : {"init", "mask", "out"}) {
        if (parser.isSet(QLatin1String(name)) && parser.value(QLatin1String(name)).isEmpty())
            throw Failure(ErrorCode::WrongUse, "--" + std::string(name) + " wants FILE, not an empty word; leave the option out.");
    }
    ReplayOptions options;
    options.file = parser.positionalArguments().value(0);
    if (options.file.isEmpty() || parser.positionalArguments().size() > 1)
        throw Failure(ErrorCode::WrongUse, "calotype replay wants one picture; name its file.");
    options.initPath = parser.value(QStringLiteral("init"));
    options.maskPath = parser.value(QStringLiteral("mask"));
    options.outFile = parser.value(QStringLiteral("out"));
    options.json = parser.isSet(QStringLiteral("json"));
    options.quiet = parser.isSet(QStringLiteral("quiet"));
    return options;
}

// What would only come out once the work is done is found out before it begins.
void checkOutFile(const ReplayOptions &options)
{
    if (options.outFile.isEmpty())
        return;
    const QFileInfo out(options.outFile);
    static const QStringList endings{QStringLiteral("png"), QStringLiteral("jpg"), QStringLiteral("jpeg"), QStringLiteral("webp")};
    if (!endings.contains(out.suffix(), Qt::CaseInsensitive))
        throw Failure(ErrorCode::WrongUse, "--out writes a PNG, JPEG or WebP; let its name end in .png, .jpg or .webp.");
    if (out.exists() && out.canonicalFilePath() == QFileInfo(options.file).canonicalFilePath())
        throw Failure(ErrorCode::WrongUse, "--out names the picture that is to be compared with; give it another name.");
    if (auto writable = gallery::checkWritable(options.outFile); !writable)
        throw Failure(writable.error());
}

// The file that the picture began from, if the gallery knows it and it is still there.
QString initInGallery(const gallery::PictureOrigin &origin)
{
    const QString database = QString::fromStdString(models::Paths::standard().database().string());
    if (!QFileInfo::exists(database))
        return {};
    try {
        const gallery::GalleryDatabase gallery(database);
        for (const std::string &hash : {origin.request.parentHash, origin.initImageHash}) {
            if (hash.empty())
                continue;
            const auto items = gallery.items(gallery.withHash(QByteArray::fromHex(QByteArray::fromStdString(hash))));
            for (const gallery::GalleryItem &item : items) {
                if (QFileInfo::exists(item.path))
                    return item.path;
            }
        }
    } catch (const Failure &) {
        // Then it is to be named; the index has its own command.
    }
    return {};
}

void giveSources(ReplayPlan &plan, const ReplayOptions &options)
{
    const bool isNeeded = !plan.origin.initImageHash.empty();
    GenerateOptions sources;
    sources.request.width = plan.origin.run.width;
    sources.request.height = plan.origin.run.height;
    sources.request.inpaintOnlyMasked = plan.origin.request.inpaintOnlyMasked;
    sources.initPath = options.initPath.isEmpty() && isNeeded ? initInGallery(plan.origin) : options.initPath;
    sources.maskPath = options.maskPath;
    readInitPictures(sources);
    if (auto given = gallery::setReplaySources(plan, sources.request.initImage, sources.request.mask); !given)
        throw Failure(given.error());
}

ReplayModel findModel(const ReplayPlan &plan, bool isQuiet)
{
    models::ModelHashes hashes(modelHashFile());
    return findReplayModel(plan, standardCatalog(), hashes, [isQuiet](const std::string &path) {
        if (!isQuiet)
            std::fprintf(stderr, "reading “%s” for its SHA-256\n", forTerminal(QString::fromStdString(path)).toUtf8().constData());
    });
}

ReplayReport replay(const ReplayOptions &options)
{
    auto read = gallery::readReplay(options.file);
    if (!read)
        throw Failure(read.error());
    ReplayPlan plan = std::move(read).value();
    giveSources(plan, options);
    const ReplayModel model = findModel(plan, options.quiet);

    ReplayRun run(model.spec, plan.request, plan.index, options.quiet);
    const auto made = run.run();
    if (!made)
        throw Failure(made.error());
    gallery::PictureOrigin now = gallery::pictureOrigin(plan.request, *made.value(), run.spec());
    now.modelHash = model.hash;
    now.vaeHash = model.vaeHash;
    const auto outcome = gallery::compareReplay(plan, made.value()->image, now);
    if (!outcome)
        throw Failure(outcome.error());
    if (!options.outFile.isEmpty()) {
        if (auto saved = gallery::savePicture(options.outFile, made.value()->image, now); !saved)
            throw Failure(saved.error());
    }
    ReplayReport report{options.file, outcome.value(), now, options.outFile, model.notes};
    report.notes.insert(report.notes.end(), run.notes().begin(), run.notes().end());
    return report;
}

} // namespace

int runReplay(const QStringList &arguments)
{
    int status = kDone;
    const auto options = parseOptions(arguments, status);
    if (!options)
        return status;
    checkOutFile(*options);
    try {
        const ReplayReport report = replay(*options);
        printOut(options->json ? replayJson(report) : replayText(report));
        return report.outcome.verdict == gallery::ReplayOutcome::Verdict::Different ? kFailed : kDone;
    } catch (const Failure &failure) {
        const bool isCancelled = failure.error().code == ErrorCode::Cancelled;
        if (options->json && !isCancelled)
            printOut(replayFailureJson(options->file, failure.error()));
        printError(failure.error());
        return isCancelled ? kCancelled : kFailed; // what the picture lacks is no wrong use of the command
    }
}

} // namespace calotype::app
