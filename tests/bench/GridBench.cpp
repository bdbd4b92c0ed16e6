#include "tests/ui/gallery/GalleryFixture.h"
#include "ui/gallery/GalleryModel.h"
#include "ui/gallery/GalleryPage.h"
#include "ui/gallery/GridView.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QScrollBar>
#include <QTextStream>

#include <algorithm>
#include <cmath>
#include <vector>

/// How long a gallery of 100,000 pictures takes until it is painted with its rows, how long a search takes, and how
/// long the frames take while it is scrolled. The pictures have no files: what is measured is the grid, the model and
/// the database, not the decoding, which has threads of its own.

using namespace calotype;

namespace {

constexpr int kPictures = 100'000;
constexpr int kPerDay = 330;
constexpr int kFrames = 600;
constexpr int kStep = 180; ///< pixels a frame

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

} // namespace

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    QTextStream out(stdout);
    ui::test::GalleryFixture fixture(kPictures, kPerDay);

    QElapsedTimer timer;
    timer.start();
    ui::GalleryPage page(fixture.store(), fixture.cache());
    page.resize(1280, 800);
    page.show();
    page.grab();
    out << "window painted:       " << msOf(timer) << " ms\n";
    while (page.model().pictureCount() < kPictures)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    page.grab();
    out << "painted with rows:    " << msOf(timer) << " ms\n";

    QSignalSpy refreshed(&page.model(), &ui::GalleryModel::refreshed);
    gallery::GalleryFilter filter;
    filter.text = QStringLiteral("lighthouse");
    for (const gallery::GalleryFilter &wanted : {filter, gallery::GalleryFilter()}) {
        refreshed.clear();
        timer.restart();
        page.model().setFilter(wanted);
        while (refreshed.isEmpty())
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        page.grid().viewport()->repaint();
        out << (wanted.text.isEmpty() ? "search cleared:       " : "search painted:       ") << msOf(timer) << " ms\n";
    }

    std::vector<double> frames;
    QScrollBar *const bar = page.grid().verticalScrollBar();
    for (int i = 0; i < kFrames; ++i) {
        timer.restart();
        bar->setValue(i % 100 == 99 ? bar->maximum() * (i / 100) / 6 : bar->value() + kStep); // now and then a leap
        page.grid().viewport()->repaint();
        QCoreApplication::processEvents();
        frames.push_back(msOf(timer));
    }
    out << "frames, median:       " << quantile(frames, 0.5) << " ms\n"
        << "frames, p95:          " << quantile(frames, 0.95) << " ms\n"
        << "frames, longest:      " << quantile(frames, 1) << " ms\n";

    timer.restart();
    page.grid().selectAll();
    page.grid().viewport()->repaint();
    out << "everything selected:  " << msOf(timer) << " ms\n";
    return 0;
}
