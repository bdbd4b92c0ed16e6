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
#include <vector>

/// How long the window's event loop is held up while the real engine loads a model and makes a picture.
///
/// A timer of one millisecond beats on the GUI thread: the time between two beats is one millisecond where the loop is
/// free, and more where a handler or a paint kept it. Meanwhile the filmstrip, full of results, is scrolled at 60 Hz.

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
    explicit EventLoopGapBench(ui::MainWindow &window)
        : m_window(window)
        , m_strip(window.findChild<ui::Filmstrip *>())
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
                           [this] { m_window.findChild<QAction *>(QStringLiteral("generate"))->trigger(); });
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
        out << "previews shown: " << m_previews << ", pictures made: " << m_pictures << "\n";
        return m_pictures > 0 ? 0 : 1;
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
        QScrollBar *const bar = m_strip->horizontalScrollBar();
        if (bar->value() == bar->maximum() || bar->value() == bar->minimum())
            m_direction = bar->value() == bar->minimum() ? 1 : -1;
        bar->setValue(bar->value() + m_direction * kScrollPixels);
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
    ui::Filmstrip *m_strip;
    QTimer m_beat;
    QTimer m_scroll;
    QElapsedTimer m_since;
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
    options.addOptions({steps, size});
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
    ui::MainWindow window({manager, catalog, pictures, store, {}, folder.path(),
                           folder.filePath(QStringLiteral("queue.db")), ui::environmentOverrides()});
    window.show();
    window.openFiles(options.positionalArguments());
    window.settings().setPrompt(QStringLiteral("a fern on old paper"));
    window.settings().setSteps(options.value(steps).toInt());
    window.settings().setSize(options.value(size).toInt(), options.value(size).toInt());

    EventLoopGapBench bench(window);
    // The list of models is read on a worker thread; without this its end would fall into the measurement.
    auto *const box = window.findChild<QComboBox *>(QStringLiteral("model"));
    QObject::connect(box->model(), &QAbstractItemModel::modelReset, &bench, &EventLoopGapBench::start,
                     Qt::SingleShotConnection);
    QApplication::exec();
    return bench.report();
}
