#include "core/gallery/GalleryDatabase.h"
#include "tests/support/InventedGallery.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QImage>
#include <QTextStream>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <optional>
#include <system_error>

/// Writes an index of pictures that nobody made, to try the gallery with many rows. The same count gives the same rows:
/// varied prompts, three years of dates, every tenth rated, every twentieth tagged, every thirtieth nearly the picture
/// before it. Without files; or, with --pictures, over 200 real ones, which every row reaches by a path of its own.

using namespace calotype;
using namespace calotype::gallery;

namespace {

constexpr int kBatch = 2000;
constexpr int kFiles = 200; ///< real ones, the rows of a folder

/// The real files, and for every 200 rows another name of their folder (a symbolic link): so each row has a file, and
/// 100,000 rows need no more room than 200.
class PictureFiles
{
public:
    /// @param folder  is made; it must not be there yet  @throws Failure Io
    explicit PictureFiles(const QString &folder)
        : m_folder(QFileInfo(folder).absoluteFilePath())
    {
        if (!QDir().mkpath(m_folder + QStringLiteral("/files")))
            throw Failure(ErrorCode::Io, "The folder “" + m_folder.toStdString() + "” cannot be made; name another.");
        for (int n = 0; n < kFiles; ++n) {
            const QString path = QStringLiteral("%1/files/%2").arg(m_folder, nameOf(n));
            if (!picture(n).save(path, "PNG"))
                throw Failure(ErrorCode::Io, "“" + path.toStdString() + "” cannot be written; make room on that disk.");
            m_bytes[static_cast<std::size_t>(n)] = QFileInfo(path).size();
        }
    }

    /// Has the @p k-th row's picture stand for one of the files.
    void give(gallery::GalleryItem &item, int k)
    {
        const int n = k % kFiles;
        const QString alias = QStringLiteral("%1/%2").arg(m_folder).arg(k / kFiles, 4, 10, QLatin1Char('0'));
        if (n == 0) {
            std::error_code failed;
            std::filesystem::create_directory_symlink("files", QFile::encodeName(alias).toStdString(), failed);
            if (failed)
                throw Failure(ErrorCode::Io, "“" + alias.toStdString() + "” cannot be made: " + failed.message() + ".");
        }
        item.path = alias + QLatin1Char('/') + nameOf(n);
        item.fileSize = m_bytes[static_cast<std::size_t>(n)];
        item.width = sizeOf(n).width();
        item.height = sizeOf(n).height();
    }

private:
    static QString nameOf(int n) { return QStringLiteral("%1.png").arg(n, 3, 10, QLatin1Char('0')); }

    static QSize sizeOf(int n)
    {
        static constexpr std::array sizes{QSize(512, 512), QSize(512, 768), QSize(768, 512)};
        return sizes[static_cast<std::size_t>(n) % sizes.size()];
    }

    /// Waves of two colours, no two pictures alike.
    static QImage picture(int n)
    {
        QImage image(sizeOf(n), QImage::Format_RGB32);
        const double across = 0.01 + 0.0004 * n;
        for (int y = 0; y < image.height(); ++y) {
            auto *const line = reinterpret_cast<QRgb *>(image.scanLine(y));
            for (int x = 0; x < image.width(); ++x) {
                const double wave = std::sin(across * x) + std::cos(0.017 * y + 0.001 * n * x);
                const int light = std::clamp(static_cast<int>(127 + 60 * wave), 0, 255);
                line[x] = qRgb(light, (light + 7 * n) % 256, 255 - light);
            }
        }
        return image;
    }

    QString m_folder;
    std::array<qint64, kFiles> m_bytes{};
};

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
    parser.addOption({QStringLiteral("pictures"), QStringLiteral("the folder to make with files behind the rows"), QStringLiteral("FOLDER")});
    parser.process(application);
    QTextStream err(stderr);
    const int count = parser.value(QStringLiteral("count")).toInt();
    if (parser.positionalArguments().size() != 1 || count <= 0) {
        err << "Usage: make-gallery DATABASE [--count N] [--pictures FOLDER], with N of at least 1.\n";
        return 2;
    }
    const QString path = parser.positionalArguments().first();
    const QString folder = parser.value(QStringLiteral("pictures"));
    for (const QString &made : {path, folder}) {
        if (made.isEmpty() || !QFileInfo::exists(made))
            continue;
        err << "“" << made << "” is there already; name a new one.\n";
        return 2;
    }
    try {
        std::optional<PictureFiles> files;
        if (!folder.isEmpty())
            files.emplace(folder);
        GalleryDatabase database(path);
        quint64 before = 0;
        for (int first = 0; first < count; first += kBatch) {
            QVector<GalleryItem> records;
            for (int k = first; k < std::min(count, first + kBatch); ++k) {
                GalleryItem item = invented::item(k, count);
                if (k % 30 == 29)
                    item.differenceHash = before ^ 0x8000000000100000u;
                before = item.differenceHash;
                if (files)
                    files->give(item, k);
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
