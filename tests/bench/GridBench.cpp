#include "core/base/Log.h"
#include "core/engine/GenerationBackend.h"
#include "core/gallery/GalleryDatabase.h"
#include "core/gallery/ThumbnailCache.h"
#include "core/models/ModelCatalog.h"
#include "core/models/ModelManager.h"
#include "tests/bench/Figures.h"
#include "tests/bench/ResidentMemory.h"
#include "tests/ui/FakeSink.h"
#include "ui/MainWindow.h"
#include "ui/Theme.h"
#include "ui/WindowPages.h"
#include "ui/gallery/FilterBar.h"
#include "ui/gallery/GalleryModel.h"
#include "ui/gallery/GalleryPage.h"
#include "ui/gallery/GridView.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFileInfo>
#include <QPixmap>
#include <QScrollBar>
#include <QSettings>
#include <QTemporaryDir>
#include <QTextStream>
#include <QTimer>
#include <QWindow>

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <string>
#include <vector>

/// What the gallery takes in the window, over an index that make-gallery --pictures has written: from the making of the
/// window to the first frame with rows, frames while it is scrolled with its thumbnails in it, memory over the whole
/// list, searches, another order, and everything selected. Nothing of the program is left out but the engine.

using namespace calotype;

namespace {

// What is promised for 100,000 pictures.
constexpr double kMostWindowMs = 500;
constexpr double kMostSearchMs = 50;
constexpr double kMostFrameMs = 16;
/// The pixmaps of ThumbnailLoader (128), the pages of the index (32), and half of that again for rows, decoders and what
/// the heap does not give back.
constexpr double kMostGrowthMiB = 240;
constexpr double kMostGrowthAgainMiB = 32; ///< the second time through everything is full already
constexpr double kMostBlankPercent = 5;    ///< of the cells in the frames; with more of them the frames prove little

constexpr int kRuns = 5;
constexpr int kFrames = 600;
constexpr int kStep = 120; ///< pixels a frame
constexpr double kFrameMs = 16;
constexpr int kPagesAhead = 6; ///< whose thumbnails are asked for, the one that is seen among them
constexpr int kBatch = 256;
constexpr int kWakeMs = 100;
constexpr int kMostWaitMs = 60'000;

/// @return the smallest that this share of them does not exceed; 0 without any
double quantile(std::vector<double> ms, double share)
{
    if (ms.empty())
        return 0;
    std::sort(ms.begin(), ms.end());
    const auto rank = static_cast<std::ptrdiff_t>(std::ceil(share * static_cast<double>(ms.size()))) - 1;
    return ms[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(rank, 0, static_cast<std::ptrdiff_t>(ms.size()) - 1))];
}

double msOf(const QElapsedTimer &timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

/// Runs the event loop until it is so. @throws Failure after a minute
void runUntil(const std::function<bool()> &isDone, const char *what)
{
    QTimer wake; // should nothing else happen any more
    wake.start(kWakeMs);
    const QDeadlineTimer limit(kMostWaitMs);
    while (!isDone()) {
        if (limit.hasExpired())
            throw Failure(ErrorCode::Internal, std::string(what) + " did not come within a minute.");
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
}

/// Calls for frames at an even pace, as a screen does. What keeps the event loop beyond the moment when a frame is due
/// counts as that frame's time.
class Pace
{
public:
    Pace() { m_clock.start(); }

    /// Runs the event loop until the next frame is due.
    void wait()
    {
        for (double left = m_due - msOf(m_clock); left > 0; left = m_due - msOf(m_clock)) {
            if (left < 1) {
                QCoreApplication::processEvents();
                continue;
            }
            QEventLoop loop;
            QTimer::singleShot(static_cast<int>(left), Qt::PreciseTimer, &loop, &QEventLoop::quit);
            loop.exec();
        }
    }

    /// The frame is there. @return how long after it was due
    double done()
    {
        const double now = msOf(m_clock);
        const double taken = now - m_due;
        m_due = std::max(m_due + kFrameMs, now); // what was late has been counted
        return taken;
    }

private:
    QElapsedTimer m_clock;
    double m_due = kFrameMs;
};

/// What the program hands to its window, in a home of its own.
struct Surroundings {
    explicit Surroundings(const QString &index)
        : store(home.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat)
        , catalog(models::CatalogFolders{})
        , manager([]() -> Result<std::unique_ptr<GenerationBackend>> {
            return Error{ErrorCode::EngineMissing, "Nothing is generated here.", {}};
        })
        , services{manager, catalog, sink, store, {}, home.path(), home.filePath(QStringLiteral("queue.db"))}
    {
        services.galleryDatabase = index;
    }

    QTemporaryDir home;
    QSettings store;
    models::ModelCatalog catalog;
    tests::FakeSink sink;
    models::ModelManager manager;
    ui::MainWindow::Services services;
};

class GridBench
{
public:
    GridBench(ui::MainWindow &window, bench::Figures &figures)
        : m_window(window)
        , m_page(*window.pages().galleryPage())
        , m_grid(m_page.grid())
        , m_model(m_page.model())
        , m_bar(*m_grid.verticalScrollBar())
        , m_figures(figures)
    {
        QObject::connect(&m_model, &ui::GalleryModel::refreshed, &m_lifetime, [this] { m_isAnswered = true; });
    }

    /// @param since  the making of the window
    void firstFrame(const QElapsedTimer &since)
    {
        runUntil([this] { return m_window.windowHandle()->isExposed() && m_model.isReady() && rowsAreKnown(); }, "The first rows");
        m_grid.viewport()->repaint();
        const double taken = msOf(since);
        if (m_model.pictureCount() == 0)
            throw Failure(ErrorCode::WrongUse, "The index is empty; make one with make-gallery DATABASE --pictures FOLDER.");
        m_figures.note(QStringLiteral("%1 pictures").arg(m_model.pictureCount()));
        m_figures.tell(QStringLiteral("window made, until painted with rows"), taken, QStringLiteral("ms"), kMostWindowMs);
    }

    /// Keeps the thumbnails of what frames() passes, as if it had been looked at before.
    void makeThumbnails(const QString &indexPath)
    {
        const QSize cell = m_grid.cellSize();
        const int perLine = std::max(1, m_grid.viewport()->width() / cell.width());
        const int pixels = kFrames * kStep + kPagesAhead * m_grid.viewport()->height();
        const int rows = perLine * (pixels / cell.height() + 1);
        const int edge = gallery::ThumbnailCache::edgeFor(qRound(m_page.filterBar().thumbnailEdge() * m_page.devicePixelRatioF()));
        const gallery::GalleryDatabase index(indexPath);
        const QVector<qint64> ids = index.query({}).mid(0, rows);
        for (qsizetype first = 0; first < ids.size(); first += kBatch) {
            for (const gallery::GalleryItem &item : index.items(ids.mid(first, kBatch))) {
                if (!m_window.pages().thumbnails().make(item.path, item.modified, item.fileSize, edge))
                    throw Failure(ErrorCode::NotFound,
                                  "“" + item.path.toStdString()
                                      + "” cannot be read; make the index with make-gallery DATABASE --pictures FOLDER.");
            }
        }
        waitForThumbnails();
    }

    void frames()
    {
        m_bar.setValue(0);
        waitForThumbnails();
        std::vector<double> ms;
        int cells = 0;
        int blank = 0;
        Pace pace;
        for (int i = 0; i < kFrames && m_bar.value() < m_bar.maximum(); ++i) {
            pace.wait();
            m_bar.setValue(m_bar.value() + kStep);
            cells += visibleCells();
            blank += blankCells();
            m_grid.viewport()->repaint(); // all of it, which is more than a scrolled window needs
            QCoreApplication::processEvents();
            ms.push_back(pace.done());
        }
        m_figures.tell(QStringLiteral("frames with thumbnails, median"), quantile(ms, 0.5), QStringLiteral("ms"));
        m_figures.tell(QStringLiteral("frames with thumbnails, p95"), quantile(ms, 0.95), QStringLiteral("ms"), kMostFrameMs);
        m_figures.tell(QStringLiteral("frames with thumbnails, longest"), quantile(ms, 1), QStringLiteral("ms"));
        m_figures.tell(QStringLiteral("cells in them without their thumbnail"), cells == 0 ? 100.0 : 100.0 * blank / cells,
                       QStringLiteral("%"), kMostBlankPercent);
    }

    /// Down through the whole list and up again. @param before  MiB in memory before anything was scrolled
    void wholeList(double before)
    {
        std::vector<double> ms;
        double most = bench::residentMiB();
        const double down = pass(1, ms, most);
        const double up = pass(-1, ms, most);
        m_figures.tell(QStringLiteral("frames through the whole list, p95"), quantile(ms, 0.95), QStringLiteral("ms"));
        m_figures.tell(QStringLiteral("frames through the whole list, longest"), quantile(ms, 1), QStringLiteral("ms"));
        if (before <= 0) {
            m_figures.note(QStringLiteral("memory: this system does not tell it"));
            return;
        }
        m_figures.tell(QStringLiteral("memory before scrolling"), before, QStringLiteral("MiB"));
        m_figures.tell(QStringLiteral("memory after scrolling to the end"), down, QStringLiteral("MiB"));
        m_figures.tell(QStringLiteral("memory after scrolling back"), up, QStringLiteral("MiB"));
        m_figures.tell(QStringLiteral("memory, the most it grew"), most - before, QStringLiteral("MiB"), kMostGrowthMiB);
        m_figures.tell(QStringLiteral("memory, grown on the way back"), up - down, QStringLiteral("MiB"), kMostGrowthAgainMiB);
    }

    void search(const QString &text)
    {
        gallery::GalleryFilter filter;
        filter.text = text;
        std::vector<double> found;
        std::vector<double> cleared;
        int count = 0;
        for (int run = 0; run < kRuns; ++run) {
            found.push_back(show(filter));
            count = m_model.pictureCount();
            cleared.push_back(show({}));
        }
        m_figures.tell(QStringLiteral("search “%1”, %2 found").arg(text).arg(count), quantile(found, 0.5), QStringLiteral("ms"),
                       kMostSearchMs);
        m_figures.tell(QStringLiteral("search “%1” cleared").arg(text), quantile(cleared, 0.5), QStringLiteral("ms"), kMostSearchMs);
    }

    void order(const QString &name, gallery::GalleryFilter::Sort sort)
    {
        gallery::GalleryFilter filter;
        filter.sort = sort;
        std::vector<double> ms;
        for (int run = 0; run < kRuns; ++run) {
            ms.push_back(show(filter));
            show({});
        }
        m_figures.tell(QStringLiteral("order changed to %1").arg(name), quantile(ms, 0.5), QStringLiteral("ms"));
    }

    void selectAll()
    {
        QElapsedTimer timer;
        timer.start();
        m_grid.selectAll();
        QCoreApplication::processEvents(); // the page tells it
        m_grid.viewport()->repaint();
        m_figures.tell(QStringLiteral("everything selected"), msOf(timer), QStringLiteral("ms"));
    }

private:
    int visibleCells() const
    {
        const ui::GridLayout::Rows rows = m_grid.visibleRows();
        return rows.isEmpty() ? 0 : rows.last - rows.first + 1;
    }

    int blankCells() const
    {
        const ui::GridLayout::Rows rows = m_grid.visibleRows();
        int blank = 0;
        for (int row = rows.first; row <= rows.last; ++row)
            blank += m_model.index(row).data(Qt::DecorationRole).value<QPixmap>().isNull() ? 1 : 0;
        return blank;
    }

    bool rowsAreKnown() const
    {
        const ui::GridLayout::Rows rows = m_grid.visibleRows();
        for (int row = rows.first; row <= rows.last; ++row) {
            if (!m_model.item(m_model.idAt(row)))
                return false;
        }
        return true;
    }

    void waitForThumbnails()
    {
        runUntil([this] { return blankCells() == 0; }, "The thumbnails that are seen");
    }

    /// To the end by two pages a frame, so that every row comes into the pages that are kept around what is seen.
    /// @param way  1: down; -1: up @return MiB in memory when it has come to rest there
    double pass(int way, std::vector<double> &ms, double &most)
    {
        const int step = way * 2 * m_grid.viewport()->height();
        const auto isThere = [&] { return m_bar.value() == (way > 0 ? m_bar.maximum() : m_bar.minimum()); };
        Pace pace;
        while (!isThere()) {
            pace.wait();
            m_bar.setValue(m_bar.value() + step);
            m_grid.viewport()->repaint();
            QCoreApplication::processEvents();
            ms.push_back(pace.done());
            most = std::max(most, bench::residentMiB());
        }
        waitForThumbnails();
        const double now = bench::residentMiB();
        most = std::max(most, now);
        return now;
    }

    /// @return milliseconds until what passes the filter is painted with its rows
    double show(const gallery::GalleryFilter &filter)
    {
        QElapsedTimer timer;
        timer.start();
        m_isAnswered = false;
        m_page.filterBar().setFilter(filter);
        runUntil([this] { return m_isAnswered && rowsAreKnown(); }, "What passes the filter");
        m_grid.viewport()->repaint();
        return msOf(timer);
    }

    ui::MainWindow &m_window;
    ui::GalleryPage &m_page;
    ui::GridView &m_grid;
    ui::GalleryModel &m_model;
    QScrollBar &m_bar;
    bench::Figures &m_figures;
    bool m_isAnswered = false;
    QObject m_lifetime; ///< of the connections
};

void measure(const QString &index, bench::Figures &figures)
{
    Surroundings surroundings(index);
    QElapsedTimer timer;
    timer.start();
    ui::MainWindow window(surroundings.services);
    window.pages().setPage(ui::WindowPages::Gallery);
    window.show();
    GridBench grid(window, figures);
    grid.firstFrame(timer);

    grid.makeThumbnails(index);
    const double before = bench::residentMiB();
    grid.frames();
    grid.wholeList(before);
    for (const char *text : {"lighthouse", "oil painting", "study no4321", "a"}) // the last finds them all
        grid.search(QLatin1String(text));
    using Sort = gallery::GalleryFilter::Sort;
    grid.order(QStringLiteral("oldest"), Sort::Oldest);
    grid.order(QStringLiteral("best rated"), Sort::BestRated);
    grid.order(QStringLiteral("name"), Sort::Name);
    grid.selectAll();
}

} // namespace

int main(int argc, char **argv)
{
    if (qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY")
        && qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    setUpLogging("warn");
    ui::applyTheme(app, ui::ColourScheme::Light);

    QCommandLineParser options;
    options.setApplicationDescription(
        QStringLiteral("Measures the gallery in the window. Takes some minutes with 100,000 pictures."));
    options.addHelpOption();
    options.addPositionalArgument(QStringLiteral("INDEX"), QStringLiteral("by make-gallery INDEX --pictures FOLDER"));
    const QCommandLineOption check(QStringLiteral("check"),
                                   QStringLiteral("status 1, and a line for each, where a figure is beyond its bound"));
    options.addOption(check);
    options.process(app);
    if (options.positionalArguments().size() != 1 || !QFileInfo(options.positionalArguments().front()).isFile())
        options.showHelp(2);

    bench::Figures figures;
    QTextStream err(stderr);
    try {
        measure(options.positionalArguments().front(), figures);
    } catch (const Failure &failure) {
        err << QString::fromStdString(failure.error().message) << "\n";
        return failure.error().code == ErrorCode::WrongUse ? 2 : 1;
    }
    if (!options.isSet(check))
        return 0;
    for (const QString &sentence : figures.beyond())
        err << sentence << "\n";
    return figures.beyond().isEmpty() ? 0 : 1;
}
