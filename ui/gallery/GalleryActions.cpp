#include "ui/gallery/GalleryActions.h"

#include "core/gallery/GalleryStore.h"
#include "core/gallery/PictureFile.h"
#include "ui/ErrorWords.h"
#include "ui/PngBytes.h"
#include "ui/desktop/Desktop.h"
#include "ui/gallery/GalleryEdits.h"
#include "ui/gallery/GalleryMimeData.h"
#include "ui/gallery/GalleryModel.h"
#include "ui/gallery/GalleryPage.h"
#include "ui/gallery/TagDialog.h"

#include <QAction>
#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QKeySequence>
#include <QMenu>
#include <QPointer>
#include <QStandardPaths>

#include <utility>

namespace calotype::ui {

namespace {

constexpr int kMostStars = 5;

QString fileName(const gallery::GalleryItem &item)
{
    return item.path.section(u'/', -1);
}

} // namespace

GalleryActions::GalleryActions(const Parts &parts, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
{
    const auto ofOne = [this](QAction *action) { m_ofOne.append(action); };
    ofOne(add("galleryOpen", tr("&Open"), tr("Show the picture large"), {},
              [this] { withItem([this](const gallery::GalleryItem &item) { Q_EMIT openWanted(item.id); }); }));
    m_openWith = add("galleryOpenWith", tr("Open &With…"), tr("Open the picture in another program"), {},
                     [this] { withItem([this](const gallery::GalleryItem &item) { m_parts.desktop.openWith(item.path); }); });
    ofOne(m_openWith);
#ifdef Q_OS_MACOS
    const QString reveal = tr("Show in &Finder");
#else
    const QString reveal = tr("Show in Its &Folder");
#endif
    ofOne(add("galleryReveal", reveal, tr("Show the picture’s file where it lies"), {},
              [this] { withItem([this](const gallery::GalleryItem &item) { m_parts.desktop.reveal(item.path); }); }));
    addSeparator();
    m_copy = add("galleryCopy", tr("&Copy Image"), tr("Copy the picture, and its file, to the clipboard"), QKeySequence::Copy,
                 &GalleryActions::copyImages);
    m_copy->setShortcutContext(Qt::WidgetWithChildrenShortcut); // elsewhere it means words
    ofOne(add("galleryCopyPrompt", tr("Copy &Prompt"), tr("Copy the picture’s prompt"), {}, &GalleryActions::copyPrompt));
    ofOne(add("galleryCopySeed", tr("Copy S&eed"), tr("Copy the picture’s seed"), {}, &GalleryActions::copySeed));
    ofOne(add("galleryCopySettings", tr("Copy A&ll Settings"), tr("Copy all that the picture says of its making, as text"), {},
              &GalleryActions::copySettings));
    addSeparator();
    addUseMenu();
    ofOne(add("galleryStart", tr("Use as &Start Image"), tr("Make another picture from this one"), {},
              [this] { withItem([this](const gallery::GalleryItem &item) { Q_EMIT startImageWanted(item.path); }); }));
    m_compare = add("galleryCompare", tr("Co&mpare"), tr("Compare the two selected pictures, or the one that is open with its neighbour"), {},
                    &GalleryActions::compare);
    ofOne(add("gallerySimilar", tr("F&ind Similar Pictures"), tr("Show the pictures that look like this one"),
              QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F), &GalleryActions::findSimilar));
    addSeparator();
    addRatingMenu();
    m_tags = add("galleryTags", tr("Ta&gs…"), tr("Give the selected pictures tags, or take them away"),
                 QKeySequence(Qt::CTRL | Qt::Key_T), &GalleryActions::editTags);
    m_export = add("galleryExport", tr("E&xport As…"), tr("Put copies elsewhere; a single picture also in another format"), {},
                   &GalleryActions::exportPictures);
    m_trash = add("galleryTrash", tr("Move to &Trash"), tr("Move the selected pictures to the trash"), {},
                  [this] { Q_EMIT trashWanted(m_parts.chosen()); });

    connect(&parts.store, &gallery::GalleryStore::similar, this, &GalleryActions::onSimilar);
    connect(&parts.store, &gallery::GalleryStore::fetched, this, &GalleryActions::onFetched);
    connect(&parts.page, &GalleryPage::selectionChanged, this, &GalleryActions::refresh);
    refresh();
}

GalleryActions::~GalleryActions()
{
    m_stop.request_stop();
}

template<typename Order>
QAction *GalleryActions::add(const char *name, const QString &text, const QString &tip, const QKeySequence &key, Order order)
{
    auto *const action = new QAction(text, this);
    action->setObjectName(QLatin1String(name));
    action->setToolTip(tip);
    action->setStatusTip(tip);
    action->setShortcut(key);
    connect(action, &QAction::triggered, this, order);
    m_actions.append(action);
    return action;
}

void GalleryActions::addSeparator()
{
    auto *const separator = new QAction(this);
    separator->setSeparator(true);
    m_actions.append(separator);
}

void GalleryActions::addUseMenu()
{
    auto *const menu = new QMenu(tr("&Use"), &m_parts.page);
    const struct {
        const char *name;
        QString text;
        QString tip;
        UsedPart part;
    } orders[] = {
        {"galleryUseAll", tr("&All Settings"), tr("Bring back everything that made this picture, as far as Calotype can"), UsedPart::All},
        {"galleryUsePrompt", tr("&Prompt"), tr("Bring back the picture’s prompts"), UsedPart::Prompt},
        {"galleryUseSeed", tr("&Seed"), tr("Bring back the picture’s seed"), UsedPart::Seed},
        {"galleryUseSize", tr("Si&ze"), tr("Bring back the picture’s size"), UsedPart::Size},
    };
    for (const auto &order : orders) {
        QAction *const action = add(order.name, order.text, order.tip, {}, [this, part = order.part] {
            withWords([this, part](const PictureWords &words) { Q_EMIT useWanted(words, part); });
        });
        m_actions.removeOne(action);
        menu->addAction(action);
        m_ofOne.append(action);
    }
    m_actions.append(menu->menuAction());
    m_ofOne.append(menu->menuAction());
}

void GalleryActions::addRatingMenu()
{
    m_rating = new QMenu(tr("R&ating"), &m_parts.page);
    for (int stars = 0; stars <= kMostStars; ++stars) {
        QAction *const action = add(qPrintable(QStringLiteral("galleryRating%1").arg(stars)), stars == 0 ? tr("&No Rating") : QString(stars, u'★'),
                                    tr("Rate the selected pictures"), QKeySequence(Qt::Key_0 + stars),
                                    [this, stars] { m_parts.edits.rate(m_parts.chosen(), stars); });
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut); // fields take digits for themselves
        m_actions.removeOne(action);
        m_rating->addAction(action);
    }
    m_actions.append(m_rating->menuAction());
}

void GalleryActions::refresh()
{
    const QVector<qint64> ids = m_parts.chosen();
    const int count = static_cast<int>(ids.size());
    for (QAction *const action : std::as_const(m_ofOne))
        action->setEnabled(count == 1);
    for (QAction *const action : m_rating->actions())
        action->setEnabled(count > 0);
    for (QAction *const action : {m_copy, m_export, m_tags, m_trash, m_rating->menuAction()})
        action->setEnabled(count > 0);
    m_compare->setEnabled(count == 2 || (count == 1 && m_parts.partnerOf(ids.first()) != 0));

    const bool isSeveral = count > 1;
    m_copy->setText(isSeveral ? tr("&Copy %Ln Image(s)", nullptr, count) : tr("&Copy Image"));
    m_rating->setTitle(isSeveral ? tr("R&ating of %Ln Picture(s)", nullptr, count) : tr("R&ating"));
    m_tags->setText(isSeveral ? tr("Ta&gs of %Ln Picture(s)…", nullptr, count) : tr("Ta&gs…"));
    m_export->setText(isSeveral ? tr("E&xport %Ln Picture(s)…", nullptr, count) : tr("E&xport As…"));
    m_trash->setText(isSeveral ? tr("Move %Ln Picture(s) to &Trash", nullptr, count) : tr("Move to &Trash"));
}

QList<QAction *> GalleryActions::actionsOfResults() const
{
    return {m_openWith, m_compare, m_rating->menuAction(), m_tags, m_export, m_trash};
}

void GalleryActions::withItems(std::function<void(const Items &)> then)
{
    withItemsOf(m_parts.chosen(), std::move(then));
}

void GalleryActions::withItemsOf(const QVector<qint64> &ids, std::function<void(const Items &)> then)
{
    if (ids.isEmpty())
        return;
    Items items;
    for (const qint64 id : ids) {
        const gallery::GalleryItem *const item = m_parts.page.model().item(id);
        if (!item)
            break;
        items.append(*item);
    }
    if (items.size() == ids.size())
        then(items);
    else
        m_orders.insert(m_parts.store.fetch(ids), std::move(then));
}

void GalleryActions::onFetched(const Items &items, quint64 request)
{
    if (const auto then = m_orders.take(request); then && !items.isEmpty())
        then(items);
}

void GalleryActions::withItem(std::function<void(const gallery::GalleryItem &)> then)
{
    withItems([then = std::move(then)](const Items &items) { then(items.first()); });
}

void GalleryActions::withWords(std::function<void(const PictureWords &)> then)
{
    withItem([this, then = std::move(then)](const gallery::GalleryItem &item) {
        const auto read = [path = item.path, readFields = m_parts.readFields] {
            return readFields ? readFields(path) : Result<PictureWords>(PictureWords{});
        };
        m_reading.run(read, [this, item, then](const Result<PictureWords> &words) {
            if (!words)
                Q_EMIT failed(words.error());
            else if (words.value().fields.isEmpty())
                tellSilent(item);
            else
                then(words.value());
        });
    });
}

void GalleryActions::tellSilent(const gallery::GalleryItem &item)
{
    Q_EMIT failed(worded(ErrorCode::NotFound, tr("“%1” does not say this of its making.").arg(fileName(item))));
}

/// Of a single one pixels and bytes are read too, so that the picture outlives its file.
void GalleryActions::copyImages()
{
    withItems([this](const Items &items) {
        QStringList paths;
        for (const gallery::GalleryItem &item : items)
            paths.append(item.path);
        const QPointer<GalleryMimeData> data(new GalleryMimeData(paths));
        QGuiApplication::clipboard()->setMimeData(data); // takes it
        if (paths.size() != 1)
            return;
        struct Read {
            QImage pixels;
            QByteArray png;
        };
        const auto read = [path = paths.first()] {
            const Result<QImage> picture = gallery::decodePicture(path);
            return picture ? Read{picture.value(), pngBytes(path, picture.value())} : Read{};
        };
        m_reading.run(read, [data](const Read &read) {
            if (data) // else something else was copied meanwhile, which has deleted it
                data->keep(read.pixels, read.png);
        });
    });
}

void GalleryActions::copyPrompt()
{
    withItem([this](const gallery::GalleryItem &item) {
        if (item.prompt.isEmpty())
            tellSilent(item);
        else
            QGuiApplication::clipboard()->setText(item.prompt);
    });
}

void GalleryActions::copySeed()
{
    withItem([this](const gallery::GalleryItem &item) {
        if (item.seed < 0)
            tellSilent(item);
        else
            QGuiApplication::clipboard()->setText(QString::number(item.seed));
    });
}

void GalleryActions::copySettings()
{
    withWords([](const PictureWords &words) { QGuiApplication::clipboard()->setText(fieldsAsText(shownFields(words, {}))); });
}

void GalleryActions::compare()
{
    QVector<qint64> ids = m_parts.chosen().mid(0, 2);
    if (ids.size() == 1)
        ids.append(m_parts.partnerOf(ids.first()));
    withItemsOf(ids, [this](const Items &items) {
        if (items.size() == 2)
            Q_EMIT compareWanted(items.first().path, items.last().path);
    });
}

void GalleryActions::exportPictures()
{
    withItems([this](const Items &items) {
        QStringList paths;
        for (const gallery::GalleryItem &item : items)
            paths.append(item.path);
        if (paths.size() == 1)
            exportOne(paths.first());
        else
            exportAll(paths);
    });
}

void GalleryActions::exportOne(const QString &path)
{
    const QFileInfo file(path);
    const QDir folder(m_exportFolder.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::PicturesLocation) : m_exportFolder);
    auto *const dialog = new QFileDialog(m_parts.page.window(), tr("Export the Picture"), folder.path());
    dialog->setObjectName(QStringLiteral("exportDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("Pictures (%1)").arg(QStringLiteral("*.png *.jpg *.jpeg *.webp"))});
    dialog->setDefaultSuffix(file.suffix());
    dialog->selectFile(file.fileName());
    connect(dialog, &QFileDialog::fileSelected, this, [this, path](const QString &to) {
        m_exportFolder = QFileInfo(to).absolutePath();
        m_exports.run([path, to] { return exportPicture(path, to); }, [this, to](const Result<gallery::Carried> &done) {
            if (!done)
                Q_EMIT failed(done.error());
            else if (done.value() == gallery::Carried::Part)
                Q_EMIT noted(tr("“%1” is exported, but a JPEG has no room for all that the picture says of its making; PNG and WebP have.")
                                 .arg(QFileInfo(to).fileName()));
        });
    });
    dialog->open();
}

void GalleryActions::exportAll(const QStringList &paths)
{
    auto *const dialog = new QFileDialog(m_parts.page.window(), tr("Export %Ln Picture(s) Into a Folder", nullptr, static_cast<int>(paths.size())),
                                         m_exportFolder);
    dialog->setObjectName(QStringLiteral("exportDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, [this, paths](const QString &folder) {
        m_exportFolder = folder;
        const auto copy = [paths, folder, stop = m_stop.get_token(), copyInto = m_parts.copyInto] { return copyInto(paths, folder, stop); };
        m_exports.run(copy, [this, count = paths.size(), folder](const Result<void> &done) {
            if (!done)
                Q_EMIT failed(done.error());
            else
                Q_EMIT noted(tr("%Ln picture(s) copied into “%1”.", nullptr, static_cast<int>(count)).arg(QDir::toNativeSeparators(folder)));
        });
    });
    dialog->open();
}

void GalleryActions::editTags()
{
    const QVector<qint64> ids = m_parts.chosen();
    if (ids.isEmpty())
        return;
    auto *const dialog = new TagDialog(m_parts.store, ids, m_parts.page.window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this,
            [this, dialog, ids] { m_parts.edits.changeTags(ids, dialog->tagsToAdd(), dialog->tagsToRemove()); });
    dialog->open();
}

void GalleryActions::findSimilar()
{
    const QVector<qint64> ids = m_parts.chosen();
    if (ids.size() != 1)
        return;
    m_awaited = ids.first();
    const gallery::GalleryItem *const item = m_parts.page.model().item(m_awaited);
    m_awaitedName = item ? fileName(*item) : tr("the picture");
    m_parts.store.requestSimilar(m_awaited, gallery::kNearDuplicateBits);
}

void GalleryActions::onSimilar(qint64 id, const QVector<qint64> &ids, bool isCompared)
{
    if (id != m_awaited)
        return;
    m_awaited = 0;
    if (!ids.isEmpty()) {
        m_parts.page.showSimilar(id, m_awaitedName);
        Q_EMIT galleryWanted();
        return;
    }
    const gallery::GalleryItem *const item = m_parts.page.model().item(id);
    const QString sentence = isCompared ? tr("No other picture in the gallery looks like “%1”.")
                             : item && item->undecodable
                                 ? tr("“%1” cannot be compared with other pictures, because it cannot be read.")
                                 : tr("“%1” has not been compared with the other pictures yet; try again in a moment.");
    Q_EMIT failed(worded(ErrorCode::NotFound, sentence.arg(m_awaitedName)));
}

} // namespace calotype::ui
