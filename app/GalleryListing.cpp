#include "app/GalleryListing.h"

#include "app/CommandLine.h"
#include "app/TerminalText.h"
#include "core/gallery/GalleryDatabase.h"

#include <nlohmann/json.hpp>

namespace calotype::app {

namespace {

using gallery::GalleryItem;
using nlohmann::json;

constexpr qsizetype kHelping = 500;

json hashJson(const QByteArray &hash)
{
    return hash.isEmpty() ? json() : json(hash.toHex().toStdString());
}

// Names of the making are those of golden/metadata and of `calotype info`; what is not known is null.
json pictureJson(const GalleryItem &item)
{
    const auto text = [](const QString &words) { return words.isEmpty() ? json() : json(words.toStdString()); };
    json tags = json::array();
    for (const QString &tag : item.tags)
        tags.push_back(tag.toStdString());
    return {{"path", item.path.toStdString()},
            {"source", item.source.toStdString()},
            {"prompt", text(item.prompt)},
            {"negative_prompt", text(item.negativePrompt)},
            {"model", text(item.model)},
            {"sampler", text(item.sampler)},
            {"seed", item.seed < 0 ? json() : json(item.seed)},
            {"steps", item.steps > 0 ? json(item.steps) : json()},
            {"guidance", item.guidance > 0 ? json(item.guidance) : json()},
            {"width", item.width},
            {"height", item.height},
            {"created", item.created.toUTC().toString(Qt::ISODateWithMs).toStdString()},
            {"size_bytes", item.fileSize},
            {"rating", item.rating},
            {"tags", tags},
            {"made_from_image", item.madeFromImage},
            {"missing", item.missing},
            {"sha256", hashJson(item.contentHash)},
            {"parent_sha256", hashJson(item.parentHash)}};
}

QString pictureLine(const GalleryItem &item)
{
    constexpr qsizetype kPromptMost = 80;
    QString prompt = forTerminal(item.prompt.simplified());
    if (prompt.size() > kPromptMost) {
        prompt.truncate(kPromptMost);
        if (prompt.back().isHighSurrogate())
            prompt.chop(1);
        prompt += QChar(0x2026);
    }
    QStringList parts{forTerminal(item.path), QStringLiteral("%1×%2").arg(item.width).arg(item.height)};
    for (const QString &part : {forTerminal(item.source), prompt, item.missing ? QStringLiteral("(its folder is not there)") : QString()}) {
        if (!part.isEmpty())
            parts << part;
    }
    return parts.join(QLatin1String("  "));
}

} // namespace

void printPictures(const gallery::GalleryDatabase &database, const QVector<qint64> &ids, bool asJson)
{
    QString before = QStringLiteral("[");
    for (qsizetype first = 0; first < ids.size(); first += kHelping) {
        const auto items = database.items(ids.mid(first, kHelping));
        for (const GalleryItem &item : items) {
            if (asJson)
                printOut(before + QString::fromStdString(pictureJson(item).dump(-1, ' ', false, json::error_handler_t::replace)));
            else
                printOut(pictureLine(item));
            before = QStringLiteral(",");
        }
    }
    if (asJson)
        printOut(before == QLatin1String("[") ? QStringLiteral("[]") : QStringLiteral("]"));
}

} // namespace calotype::app
