#include "ui/ResultActions.h"

#include "core/gallery/PictureFile.h"
#include "ui/Filmstrip.h"
#include "ui/GenerationSettings.h"
#include "ui/PngBytes.h"
#include "ui/QtImage.h"
#include "ui/ResultsModel.h"
#include "ui/WidgetKey.h"
#include "ui/desktop/Desktop.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QItemSelectionModel>
#include <QMimeData>
#include <QPointer>
#include <QUrl>

namespace calotype::ui {

ResultActions::ResultActions(const Parts &parts, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
{
    QAction *const copy = add("copyImage", tr("&Copy Image"), tr("Copy the picture, and its file, to the clipboard"),
                              &ResultActions::copyImage);
    copy->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C));
    add("copySeed", tr("Copy &Seed"), tr("Copy the picture’s seed"), &ResultActions::copySeed);
    add("copyPrompt", tr("Copy &Prompt"), tr("Copy the picture’s prompt"), &ResultActions::copyPrompt);
    add("useSettings", tr("&Use Settings"), tr("Bring back everything that made this picture, with its seed"),
        &ResultActions::useSettings);
    add("useAsStart", tr("Use as Start &Image"), tr("Start the next picture from this one"),
        &ResultActions::useAsStartImage);
#ifdef Q_OS_MACOS
    const QString reveal = tr("Show in &Finder");
#else
    const QString reveal = tr("Show in &Folder");
#endif
    m_reveal = add("reveal", reveal, tr("Show the picture’s file where it lies"), &ResultActions::reveal);

    for (QWidget *const place : std::initializer_list<QWidget *>{&m_parts.filmstrip, &m_parts.view}) {
        place->addActions(m_actions);
        // As in the gallery; everywhere else the key is that of words.
        new WidgetKey(QKeySequence::Copy, copy, place);
    }
    connect(&m_parts.filmstrip, &Filmstrip::chosen, this, &ResultActions::refresh);
    connect(&m_parts.results, &ResultsModel::dataChanged, this, &ResultActions::refresh);
    connect(&m_parts.results, &ResultsModel::rowsInserted, this, &ResultActions::refresh);
    connect(&m_parts.results, &ResultsModel::rowsRemoved, this, &ResultActions::refresh);
    refresh();
}

QAction *ResultActions::add(const char *name, const QString &text, const QString &tip,
                            void (ResultActions::*order)())
{
    auto *const action = new QAction(text, this);
    action->setObjectName(QLatin1String(name));
    action->setToolTip(tip);
    action->setStatusTip(tip);
    connect(action, &QAction::triggered, this, order);
    m_actions.append(action);
    return action;
}

const ResultEntry *ResultActions::current() const
{
    return m_parts.results.entry(m_parts.filmstrip.currentIndex());
}

void ResultActions::setShown(bool shown)
{
    m_isShown = shown;
    refresh();
}

void ResultActions::refresh()
{
    const ResultEntry *const entry = m_isShown ? current() : nullptr;
    for (QAction *const action : std::as_const(m_actions))
        action->setEnabled(entry != nullptr);
    m_reveal->setEnabled(entry && !entry->path.isEmpty());
}

void ResultActions::withPicture(std::function<void(const QImage &)> use)
{
    const ResultEntry *const entry = current();
    if (!entry)
        return;
    if (entry->picture) {
        use(asQImage({entry->picture, &entry->picture->image}));
        return;
    }
    m_background.run([path = entry->path] { return gallery::decodePicture(path); },
                     [this, use = std::move(use)](const Result<QImage> &picture) {
                         if (picture)
                             use(picture.value());
                         else
                             Q_EMIT failed(QString::fromStdString(picture.error().message));
                     });
}

void ResultActions::copyImage()
{
    const QString path = current() ? current()->path : QString();
    withPicture([this, path](const QImage &picture) {
        const QImage pixels = picture.copy();
        const QPointer<QMimeData> data(new QMimeData);
        data->setImageData(pixels);
        if (!path.isEmpty())
            data->setUrls({QUrl::fromLocalFile(path)});
        QGuiApplication::clipboard()->setMimeData(data); // takes it
        m_background.run([path, pixels] { return pngBytes(path, pixels); }, [data](const QByteArray &png) {
            if (data && !png.isEmpty()) // else something else was copied meanwhile, which has deleted it
                data->setData(pngType(), png);
        });
    });
}

void ResultActions::copySeed()
{
    if (const ResultEntry *const entry = current())
        QGuiApplication::clipboard()->setText(QString::number(entry->seed));
}

void ResultActions::copyPrompt()
{
    if (const ResultEntry *const entry = current())
        QGuiApplication::clipboard()->setText(QString::fromStdString(entry->request.prompt));
}

void ResultActions::reveal()
{
    if (const ResultEntry *const entry = current())
        m_parts.desktop.reveal(entry->path);
}

void ResultActions::useSettings()
{
    const ResultEntry *const entry = current();
    if (!entry)
        return;
    const GenerationRequest request = entry->request; // the settings' change may change the model
    GenerationValues values = m_parts.settings.values();
    values.prompt = QString::fromStdString(request.prompt);
    values.negativePrompt = QString::fromStdString(request.negativePrompt.value_or(std::string()));
    values.modelPath = QString::fromStdString(entry->model.path);
    values.promptSyntax = request.promptSyntax;
    values.sampler = QString::fromStdString(request.sampler);
    values.schedule = QString::fromStdString(request.schedule);
    values.steps = request.steps;
    values.guidance = request.guidance;
    values.clipSkip = request.clipSkip;
    values.width = request.inpaintOnlyMasked ? request.width : entry->size.width();
    values.height = request.inpaintOnlyMasked ? request.height : entry->size.height();
    values.inpaintOnlyMasked = request.inpaintOnlyMasked;
    values.maskPadding = request.maskPadding;
    values.modelSize = false;
    values.modelSampling = false; // else the model would have its way again
    values.seed = request.seeds.front(); // of pictures with one generator, the first one's
    values.fixedSeed = true;
    values.noise = request.noise;
    values.variationSeed = request.variation ? request.variation->seed : values.variationSeed;
    values.variationStrength = request.variation ? request.variation->strength : 0;
    values.count = static_cast<int>(request.seeds.size());
    values.strength = request.initImage ? request.strength : values.strength;
    m_parts.settings.replaceValues(values);
    InitImage::Start start{request.initImage, tr("Start image of the result"), request.parentHash, {}, {}};
    if (request.initImage && request.mask)
        start.painted = {asQImage(request.mask), QRectF(0, 0, request.initImage->width, request.initImage->height)};
    const InitImage::Start before = m_parts.initImage.start();
    m_parts.initImage.exchangeStart(start);
    if (before.source || start.source)
        Q_EMIT startReplaced(before);
}

void ResultActions::useAsStartImage()
{
    const qint64 seed = current() ? current()->seed : 0;
    const QString path = current() ? current()->path : QString();
    withPicture([this, seed, path](const QImage &picture) {
        m_parts.initImage.setImage(picture.copy(), tr("Result with seed %1").arg(seed), path);
    });
}

} // namespace calotype::ui
