#include "app/PicturesFolder.h"
#include "core/base/Log.h"
#include "core/engine/EngineModule.h"
#include "core/models/ModelCatalog.h"
#include "core/models/ModelManager.h"
#include "ui/Filmstrip.h"
#include "ui/GenerationController.h"
#include "ui/GenerationSettings.h"
#include "ui/MainWindow.h"
#include "ui/ResultsModel.h"
#include "ui/WindowPages.h"
#include "ui/gallery/GalleryPage.h"
#include "ui/gallery/GridView.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QScrollBar>
#include <QSettings>
#include <QTemporaryDir>
#include <QTextStream>
#include <QTimer>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

/// How long the window's event loop is held up while the real engine loads a model and makes a picture.
///
/// A timer of one millisecond beats on the GUI thread: the time between two beats is one millisecond where the loop is
/// free, and more where a handler or a paint kept it. Meanwhile the filmstrip, full of results, is scrolled at 60 Hz, or
/// with --gallery the grid of the pictures that make-gallery has put into a database. Without it, the Create page is in
/// front, and it is told how long after the order to generate its Stop button is painted as one that can be pressed.

using namespace calotype;
using Phase = ui::GenerationController::Phase;

namespace {

constexpr int kBeatMs = 1;
constexpr int kScrollMs = 16;
constexpr int kScrollPixels = 24;
constexpr int kSettleMs = 1000; ///< for the thumbnails of the filmstrip
constexpr int kIdleMs = 1000;   ///< measured before anything runs, for comparison
constexpr int kResults = 60;    ///< in the filmstrip from the start

/// The gaps of one part of the run, in milliseconds.
struct Gaps {
    const char *name;
    std::vector<double> ms;

    /// @param share  0..1 @return the smallest gap that this share of the gaps does not exceed; 0 without any
    double quantile(double share)
    {
        if (ms.empty())
            return 0;
        const auto rank = static_cast<std::ptrdiff_t>(std::ceil(share * static_cast<double>(ms.size()))) - 1;
        const auto place = ms.begin() + std::clamp<std::ptrdiff_t>(rank, 0, static_cast<std::ptrdiff_t>(ms.size()) - 1);
        std::nth_element(ms.begin(), place, ms.end());
        return *place;
    }
};

std::shared_ptr<const GeneratedImage> plainPicture(int index)
{
    constexpr int kSide = 512;
    auto picture = std::make_shared<GeneratedImage>();
    picture->image = Image(kSide, kSide);
    std::fill(picture->image.pixels.begin(), picture->image.pixels.end(), static_cast<std::uint8_t>(60 + index * 3));
    picture->seed = index;
    return picture;
}

class EventLoopGapBench final : public QObject
{
public:
    EventLoopGapBench(ui::MainWindow &window, QScrollBar *scrolled)
        : m_window(window)
        , m_bar(scrolled)
    {
        connect(&m_beat, &QTimer::timeout, this, &EventLoopGapBench::beat);
        connect(&m_scroll, &QTimer::timeout, this, &EventLoopGapBench::scroll);
        ui::GenerationController *const controller = &window.controller();
        connect(controller, &ui::GenerationController::phaseChanged, this, &EventLoopGapBench::onPhase);
        connect(controller, &ui::GenerationController::previewChanged, this, [this] { ++m_previews; });
        connect(controller, &ui::GenerationController::pictureAdded, this, [this] { ++m_pictures; });
        connect(controller, &ui::GenerationController::failed, this,
                [this](const Error &error) { m_failure = QString::fromStdString(error.message); });
    }

    void start()
    {
        for (int k = 0; k < kResults; ++k)
            m_window.results().add(plainPicture(k), {}, {});
        m_beat.setTimerType(Qt::PreciseTimer);
        QTimer::singleShot(kSettleMs, this, [this] {
            m_since.start();
            m_beat.start(kBeatMs);
            m_scroll.start(kScrollMs);
        });
        QTimer::singleShot(kSettleMs + kIdleMs, this,
                           [this] {
                               const auto page = m_window.pages().page();
                               m_window.findChild<QWidget *>(QStringLiteral("stopButton"))->installEventFilter(this);
                               m_sinceOrder.start();
                               m_window.findChild<QAction *>(QStringLiteral("generate"))->trigger();
                               m_window.pages().setPage(page);
                           });
    }

    /// @return the exit status
    int report()
    {
        QTextStream out(stdout);
        if (!m_failure.isEmpty()) {
            out << m_failure << "\n";
            return 1;
        }
        out << "part         turns    p95 ms    p99 ms  longest ms\n";
        for (Gaps &gaps : m_gaps) {
            out << QStringLiteral("%1 %2 %3 %4 %5\n")
                       .arg(QLatin1String(gaps.name), -9)
                       .arg(gaps.ms.size(), 8)
                       .arg(gaps.quantile(0.95), 9, 'f', 1)
                       .arg(gaps.quantile(0.99), 9, 'f', 1)
                       .arg(gaps.quantile(1.0), 11, 'f', 1);
        }
        if (m_answerMs)
            out << "answer to Generate: " << QString::number(*m_answerMs, 'f', 1) << " ms\n";
        out << "previews shown: " << m_previews << ", pictures made: " << m_pictures << "\n";
        return m_pictures > 0 ? 0 : 1;
    }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::Paint && !m_answerMs && static_cast<QWidget *>(watched)->isEnabled())
            m_answerMs = static_cast<double>(m_sinceOrder.nsecsElapsed()) / 1e6;
        return QObject::eventFilter(watched, event);
    }

private:
    enum Part { Idle, Load, Sampling };

    void beat()
    {
        m_gaps[m_part].ms.push_back(static_cast<double>(m_since.nsecsElapsed()) / 1e6);
        m_since.start();
    }

    void scroll()
    {
        if (m_bar->value() == m_bar->maximum() || m_bar->value() == m_bar->minimum())
            m_direction = m_bar->value() == m_bar->minimum() ? 1 : -1;
        m_bar->setValue(m_bar->value() + m_direction * kScrollPixels);
    }

    void onPhase(Phase phase)
    {
        switch (phase) {
        case Phase::Preparing:
        case Phase::Loading: m_part = Load; break;
        case Phase::Running:
        case Phase::Stopping: m_part = Sampling; break;
        case Phase::Idle:
            // With the next turn: the turn that shows the finished picture counts too.
            QTimer::singleShot(2 * kScrollMs, this, [] { QCoreApplication::quit(); });
            break;
        }
    }

    ui::MainWindow &m_window;
    QScrollBar *m_bar;
    QTimer m_beat;
    QTimer m_scroll;
    QElapsedTimer m_since;
    QElapsedTimer m_sinceOrder;
    std::optional<double> m_answerMs;
    std::array<Gaps, 3> m_gaps{{{"idle", {}}, {"load", {}}, {"sampling", {}}}};
    Part m_part = Idle;
    int m_direction = 1;
    int m_previews = 0;
    int m_pictures = 0;
    QString m_failure;
};

} // namespace

int main(int argc, char **argv)
{
    if (qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY")
        && qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    setUpLogging("warn");

    QCommandLineParser options;
    options.setApplicationDescription(
        QStringLiteral("Measures how long the window's event loop is held up while a picture is made."));
    options.addHelpOption();
    options.addPositionalArgument(QStringLiteral("MODEL"), QStringLiteral("model file or folder"));
    const QCommandLineOption steps(QStringLiteral("steps"), QStringLiteral("steps of the picture"), QStringLiteral("N"),
                                   QStringLiteral("10"));
    const QCommandLineOption size(QStringLiteral("size"), QStringLiteral("width and height in pixels"),
                                  QStringLiteral("N"), QStringLiteral("512"));
    const QCommandLineOption gallery(QStringLiteral("gallery"),
                                     QStringLiteral("a database by make-gallery: its grid is scrolled"),
                                     QStringLiteral("FILE"));
    options.addOptions({steps, size, gallery});
    options.process(app);
    if (options.positionalArguments().size() != 1 || !QFileInfo::exists(options.positionalArguments().front()))
        options.showHelp(2);

    const QTemporaryDir folder;
    QSettings store(folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
    models::ModelCatalog catalog(models::CatalogFolders{});
    gallery::OutputRules rules;
    rules.folder = folder.path();
    app::PicturesFolder pictures(rules);
    models::ModelManager manager(
        [programDir = QCoreApplication::applicationDirPath().toStdString()] { return openEngine(programDir); });
    manager.lowerPriority(); // as the program's window does
    ui::MainWindow::Services services{manager, catalog, pictures, store, {}, folder.path(),
                                      folder.filePath(QStringLiteral("queue.db")), ui::environmentOverrides()};
    services.galleryDatabase = options.value(gallery);
    ui::MainWindow window(services);
    window.show();
    window.openFiles(options.positionalArguments());
    window.settings().setPrompt(QStringLiteral("a fern on old paper"));
    window.settings().setSteps(options.value(steps).toInt());
    window.settings().setSize(options.value(size).toInt(), options.value(size).toInt());

    QScrollBar *scrolled = window.findChild<ui::Filmstrip *>()->horizontalScrollBar();
    if (options.isSet(gallery)) {
        window.pages().setPage(ui::WindowPages::Gallery);
        scrolled = window.pages().galleryPage()->grid().verticalScrollBar();
    }
    EventLoopGapBench bench(window, scrolled);
    // The list of models is read on a worker thread; without this its end would fall into the measurement.
    auto *const box = window.findChild<QComboBox *>(QStringLiteral("model"));
    QObject::connect(box->model(), &QAbstractItemModel::modelReset, &bench, &EventLoopGapBench::start,
                     Qt::SingleShotConnection);
    QApplication::exec();
    return bench.report();
}
