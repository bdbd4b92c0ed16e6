#include "core/gallery/GalleryDatabase.h"
#include "tests/support/InventedGallery.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFileInfo>
#include <QTextStream>

#include <algorithm>

/// Writes an index of pictures that nobody made, without files, to try the gallery with many rows. The same count gives
/// the same rows: varied prompts, three years of dates, every tenth rated, every twentieth tagged, every thirtieth nearly
/// the picture before it.

using namespace calotype;
using namespace calotype::gallery;

namespace {

constexpr int kBatch = 2000;

void say(GalleryDatabase &database, const QVector<qint64> &ids, int first)
{
    QVector<QVector<qint64>> rated(6);
    QVector<qint64> tagged;
    for (qsizetype i = 0; i < ids.size(); ++i) {
        const int k = first + static_cast<int>(i);
        if (k % 10 == 0)
            rated[1 + k / 10 % 5] << ids.at(i);
        if (k % 20 == 0)
            tagged << ids.at(i);
    }
    for (int rating = 1; rating <= 5; ++rating)
        database.setRating(rated.at(rating), rating);
    database.addTag(tagged, QStringLiteral("portfolio"));
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addPositionalArgument(QStringLiteral("DATABASE"), QStringLiteral("the file to make; it must not be there yet"));
    parser.addOption({QStringLiteral("count"), QStringLiteral("how many pictures"), QStringLiteral("N"), QStringLiteral("100000")});
    parser.process(application);
    QTextStream err(stderr);
    const int count = parser.value(QStringLiteral("count")).toInt();
    if (parser.positionalArguments().size() != 1 || count <= 0) {
        err << "Usage: make-gallery DATABASE [--count N], with N of at least 1.\n";
        return 2;
    }
    const QString path = parser.positionalArguments().first();
    if (QFileInfo::exists(path)) {
        err << "“" << path << "” is there already; name a new file.\n";
        return 2;
    }
    try {
        GalleryDatabase database(path);
        quint64 before = 0;
        for (int first = 0; first < count; first += kBatch) {
            QVector<GalleryItem> records;
            for (int k = first; k < std::min(count, first + kBatch); ++k) {
                GalleryItem item = invented::item(k, count);
                if (k % 30 == 29)
                    item.differenceHash = before ^ 0x8000000000100000u;
                before = item.differenceHash;
                records << item;
            }
            say(database, database.store(records).added, first);
        }
        QTextStream(stdout) << database.count() << " pictures\n";
    } catch (const Failure &failure) {
        err << QString::fromStdString(failure.error().message) << "\n";
        return 1;
    }
    return 0;
}
