#pragma once

#include "core/models/ModelCatalog.h"
#include "core/models/ModelManager.h"
#include "tests/support/FakeBackend.h"
#include "tests/ui/FakeSink.h"
#include "ui/GenerationController.h"
#include "ui/GenerationSettings.h"
#include "ui/ImageView.h"
#include "ui/MainWindow.h"
#include "ui/MessageBar.h"
#include "ui/prompt/PromptEdit.h"

#include <QAction>
#include <QApplication>
#include <QDropEvent>
#include <QImage>
#include <QMimeData>
#include <QSettings>
#include <QTemporaryDir>
#include <QUrl>

#include <filesystem>
#include <memory>

namespace calotype::tests {

using namespace calotype::ui;
using Phase = GenerationController::Phase;

/// A window over a scripted backend, with the test models to choose from.
struct WindowBench {
    explicit WindowBench(bool withModels = true)
        : store(dir.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat)
        , catalog(folders(withModels))
        , manager(FakeBackend::factory(script))
    {
        store.setValue(QStringLiteral("create/prompt"), QStringLiteral("a fern"));
        open();
    }

    static models::CatalogFolders folders(bool withModels)
    {
        models::CatalogFolders folders;
        if (withModels)
            folders.added = {std::filesystem::path(CALOTYPE_TEST_DATA) / "models"};
        return folders;
    }

    void open()
    {
        window.reset(); // a queue belongs to one window
        MainWindow::Services services{manager, catalog, *writer, store, {}, dir.filePath(QStringLiteral("models")), queueDatabase()};
        services.readFields = readFields;
        services.freeMemory = [] { return qint64{0}; }; // nothing is said of this machine's memory and disk
        services.freeDisk = [] { return qint64{-1}; };
        window = std::make_unique<MainWindow>(services);
        window->show();
    }
    QString queueDatabase() const { return dir.filePath(QStringLiteral("queue.db")); }

    template<typename Part>
    Part *part(const char *name = "") const
    {
        return window->findChild<Part *>(QLatin1String(name));
    }
    QAction *action(const char *name) const { return part<QAction>(name); }
    PromptEdit *prompt() const { return part<PromptEdit>("prompt"); }
    ImageView *view() const { return part<ImageView>("imageView"); }
    MessageBar *message() const { return part<MessageBar>("messageBar"); }
    GenerationSettings &settings() const { return window->settings(); }
    Phase phase() const { return window->controller().phase(); }
    bool hasModel() const { return !settings().values().modelPath.isEmpty(); }

    QString makePicture(const QSize &size) const
    {
        QImage image(size, QImage::Format_RGB32);
        image.fill(QColor(200, 60, 20));
        const QString path = dir.filePath(QStringLiteral("picture.png"));
        return image.save(path) ? path : QString();
    }

    QTemporaryDir dir;
    QSettings store;
    models::ModelCatalog catalog;
    std::shared_ptr<FakeScript> script = std::make_shared<FakeScript>();
    FakeSink sink;
    PictureSink *writer = &sink; ///< what the next window saves to
    FieldReader readFields;      ///< what the next window asks pictures by
    models::ModelManager manager;
    std::unique_ptr<MainWindow> window;
};

/// Sends what a file manager sends. @return whether the drop was taken
inline bool drop(QWidget *target, const QString &path)
{
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(path)});
    data.setText(QUrl::fromLocalFile(path).toString());
    QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(target, &enter);
    QDropEvent event(QPointF(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    event.ignore();
    QApplication::sendEvent(target, &event);
    return event.isAccepted();
}

} // namespace calotype::tests
