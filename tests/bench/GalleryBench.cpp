#include "core/gallery/GalleryDatabase.h"
#include "tests/support/InventedGallery.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTextStream>

#include <algorithm>
#include <functional>
#include <vector>

/// What the index takes with 100,000 pictures: opening, all ids in each order, searches, a hundred rows, near-duplicates.
/// bench-gallery [COUNT]. Medians and the longest of 15 runs in one process, the first of them apart.

using namespace calotype;
using namespace calotype::gallery;

namespace {

constexpr int kRuns = 15;
constexpr int kBatch = 2000;

double milliseconds(const std::function<void()> &work)
{
    QElapsedTimer timer;
    timer.start();
    work();
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

class Report
{
public:
    void line(const QString &name, const std::function<qsizetype()> &work)
    {
        qsizetype rows = 0;
        const double first = milliseconds([&] { rows = work(); });
        std::vector<double> ms;
        for (int run = 0; run < kRuns; ++run)
            ms.push_back(milliseconds([&] { work(); }));
        std::sort(ms.begin(), ms.end());
        m_out << QStringLiteral("%1 %2 rows  first %3 ms  median %4 ms  longest %5 ms\n")
                     .arg(name, -34)
                     .arg(rows, 7)
                     .arg(first, 7, 'f', 2)
                     .arg(ms.at(ms.size() / 2), 7, 'f', 2)
                     .arg(ms.back(), 7, 'f', 2);
        m_out.flush();
    }

    void note(const QString &text) { m_out << text << "\n" << Qt::flush; }

private:
    QTextStream m_out{stdout};
};

void fill(GalleryDatabase &database, int count)
{
    for (int first = 0; first < count; first += kBatch) {
        QVector<GalleryItem> records;
        for (int k = first; k < std::min(count, first + kBatch); ++k)
            records << invented::item(k, count);
        const auto ids = database.store(records).added;
        for (qsizetype i = 0; i < ids.size(); i += 10)
            database.setRating({ids.at(i)}, 1 + static_cast<int>(i / 10 % 5));
    }
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const int count = arguments.size() > 1 ? arguments.at(1).toInt() : 100000;
    QTemporaryDir folder;
    if (count <= 0 || !folder.isValid()) {
        QTextStream(stderr) << "Usage: bench-gallery [COUNT], with COUNT of at least 1.\n";
        return 2;
    }
    const QString path = folder.filePath(QStringLiteral("gallery.db"));
    Report report;
    try {
        report.note(QStringLiteral("filled in %1 s").arg(milliseconds([&] {
            GalleryDatabase database(path);
            fill(database, count);
        }) / 1000));
        report.note(QStringLiteral("%1 MiB on the disk").arg(static_cast<double>(QFileInfo(path).size()) / (1 << 20), 0, 'f', 1));
        report.line(QStringLiteral("open and query, newest first"), [&] { return GalleryDatabase(path).query({}).size(); });

        GalleryDatabase database(path);
        const auto query = [&](const QString &name, const std::function<void(GalleryFilter &)> &change) {
            GalleryFilter filter;
            change(filter);
            report.line(name, [&] { return database.query(filter).size(); });
        };
        query(QStringLiteral("newest"), [](GalleryFilter &) {});
        query(QStringLiteral("best rated"), [](GalleryFilter &f) { f.sort = GalleryFilter::Sort::BestRated; });
        query(QStringLiteral("by name"), [](GalleryFilter &f) { f.sort = GalleryFilter::Sort::Name; });
        query(QStringLiteral("one model"), [](GalleryFilter &f) { f.model = QStringLiteral("sd-v1-5"); });
        query(QStringLiteral("rated"), [](GalleryFilter &f) { f.minRating = 4; });
        for (const char *text : {"study no4321", "lighthouse", "fox snow", "oil pain", "zebra", "s", "a"})
            query(QStringLiteral("search “%1”").arg(QLatin1String(text)), [&](GalleryFilter &f) { f.text = QLatin1String(text); });

        const auto ids = database.query({});
        const auto middle = ids.mid(ids.size() / 2, 100);
        report.line(QStringLiteral("fetch 100 rows"), [&] { return database.items(middle).size(); });
        report.line(QStringLiteral("facets"), [&] { return database.facets().models.size(); });
        report.line(QStringLiteral("near-duplicates of one"), [&] { return database.similar(ids.first(), 8).size(); });
    } catch (const Failure &failure) {
        QTextStream(stderr) << QString::fromStdString(failure.error().message) << "\n";
        return 1;
    }
    return 0;
}
