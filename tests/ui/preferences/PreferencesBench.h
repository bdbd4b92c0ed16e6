#pragma once

#include "core/models/ModelCatalog.h"
#include "core/models/ModelManager.h"
#include "tests/support/FakeBackend.h"
#include "tests/ui/FakeSink.h"
#include "ui/GenerationController.h"
#include "ui/GenerationSettings.h"
#include "ui/MainWindow.h"
#include "ui/desktop/Desktop.h"
#include "ui/preferences/Preferences.h"
#include "ui/preferences/PreferencesDialog.h"

#include <QAction>
#include <QComboBox>
#include <QListWidget>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QtTest>

#include <memory>

namespace calotype::tests {

using namespace calotype::ui;
using Phase = GenerationController::Phase;

/// Chooses an item as a user does.
inline void choose(QComboBox *box, const QString &word)
{
    const int item = box->findData(word);
    QVERIFY2(item >= 0, qPrintable(word));
    box->setCurrentIndex(item);
    Q_EMIT box->activated(item);
}

/// A desktop that keeps in mind what it was asked for.
class FakeDesktop final : public Desktop
{
public:
    std::optional<bool> wishesDark() const override { return dark; }
    void keepAwake(bool keep) override { awake = keep; wasAwake = wasAwake || keep; }
    void notify(const QString &, const QString &text, Sound sound) override
    {
        notified << text;
        sounds += sound == Sound::Done;
    }
    void playSound() override { ++sounds; }

    std::optional<bool> dark;
    bool awake = false;
    bool wasAwake = false;
    QStringList notified;
    int sounds = 0; ///< with a notification or alone
};

/// A window over a scripted backend, with its preferences open.
struct Bench {
    explicit Bench(const PreferenceOverrides &overrides = {})
        : store(dir.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat)
        , catalog({{}, {std::filesystem::path(CALOTYPE_TEST_DATA) / "models"}, {}, {}})
        , manager(tests::FakeBackend::factory(script))
        , services{manager, catalog, sink, store, {}, dir.path(), dir.filePath(QStringLiteral("queue.db")), overrides,
                   [this](ModelKind kind) { return kind == ModelKind::Sd1 ? decoder : std::string(); }}
    {
        services.desktop = &desktop;
        services.logFile = dir.filePath(QStringLiteral("calotype.log"));
        open();
    }

    void open()
    {
        window.reset();
        window = std::make_unique<MainWindow>(services);
        window->show();
        window->findChild<QAction *>(QStringLiteral("preferences"))->trigger();
        window->settings().setModelPath(QStringLiteral(CALOTYPE_TEST_DATA "/models/sd15-tiny"));
        window->settings().setPrompt(QStringLiteral("a fern"));
        window->settings().setSteps(1);
    }
    void showPage(int row) const { part<QListWidget>("preferencePages")->setCurrentRow(row); }
    QPushButton *button(const char *name) const { return part<QPushButton>(name); }
    Preferences &preferences() const { return window->preferences(); }

    PreferencesDialog *dialog() const { return window->findChild<PreferencesDialog *>(); }
    template<typename Part>
    Part *part(const char *name) const
    {
        return dialog()->findChild<Part *>(QLatin1String(name));
    }
    QComboBox *box(const char *name) const { return part<QComboBox>(name); }

    /// Makes one picture. @return how its model was loaded
    ModelSpec make()
    {
        const std::size_t before = sink.saved().size();
        window->controller().generate();
        const bool done = QTest::qWaitFor(
            [&] { return sink.saved().size() == before + 1 && window->controller().phase() == Phase::Idle; });
        return done ? sink.saved().back().model : ModelSpec{"nothing was made", {}, {}, {}, {}, {}};
    }

    QTemporaryDir dir;
    QSettings store;
    models::ModelCatalog catalog;
    std::shared_ptr<tests::FakeScript> script = std::make_shared<tests::FakeScript>();
    std::string decoder = "/models/taesd.safetensors";
    tests::FakeSink sink;
    FakeDesktop desktop;
    models::ModelManager manager;
    MainWindow::Services services;
    std::unique_ptr<MainWindow> window;
};

} // namespace calotype::tests
