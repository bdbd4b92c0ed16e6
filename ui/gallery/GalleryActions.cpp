#include "ui/gallery/GalleryActions.h"

#include "core/gallery/GalleryStore.h"
#include "ui/gallery/GalleryEdits.h"
#include "ui/gallery/GalleryModel.h"
#include "ui/gallery/GalleryPage.h"
#include "ui/gallery/TagDialog.h"

#include <QAction>
#include <QKeySequence>

#include <utility>

namespace calotype::ui {

GalleryActions::GalleryActions(gallery::GalleryStore &store, GalleryEdits &edits, GalleryPage &page,
                               std::function<QVector<qint64>()> chosen, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_edits(edits)
    , m_page(page)
    , m_chosen(std::move(chosen))
    , m_tags(add("galleryTags", tr("Ta&gs…"), tr("Give the selected pictures tags, or take them away"),
                 QKeySequence(Qt::CTRL | Qt::Key_T), &GalleryActions::editTags))
    , m_similar(add("gallerySimilar", tr("F&ind Similar Pictures"), tr("Show the pictures that look like this one"),
                    QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F), &GalleryActions::findSimilar))
{
    connect(&store, &gallery::GalleryStore::similar, this, &GalleryActions::onSimilar);
    connect(&page, &GalleryPage::selectionChanged, this, &GalleryActions::refresh);
    refresh();
}

QAction *GalleryActions::add(const char *name, const QString &text, const QString &tip, const QKeySequence &key,
                             void (GalleryActions::*order)())
{
    auto *const action = new QAction(text, this);
    action->setObjectName(QLatin1String(name));
    action->setToolTip(tip);
    action->setShortcut(key);
    connect(action, &QAction::triggered, this, order);
    m_actions.append(action);
    return action;
}

void GalleryActions::refresh()
{
    const qsizetype count = m_chosen().size();
    m_tags->setEnabled(count > 0);
    m_similar->setEnabled(count == 1);
}

void GalleryActions::editTags()
{
    const QVector<qint64> ids = m_chosen();
    if (ids.isEmpty())
        return;
    auto *const dialog = new TagDialog(m_store, ids, m_page.window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this,
            [this, dialog, ids] { m_edits.changeTags(ids, dialog->tagsToAdd(), dialog->tagsToRemove()); });
    dialog->open();
}

void GalleryActions::findSimilar()
{
    const QVector<qint64> ids = m_chosen();
    if (ids.size() != 1)
        return;
    m_awaited = ids.first();
    const gallery::GalleryItem *const item = m_page.model().item(m_awaited);
    m_awaitedName = item ? item->path.section(u'/', -1) : tr("the picture");
    m_store.requestSimilar(m_awaited, gallery::kNearDuplicateBits);
}

void GalleryActions::onSimilar(qint64 id, const QVector<qint64> &ids, bool isCompared)
{
    if (id != m_awaited)
        return;
    m_awaited = 0;
    if (!ids.isEmpty()) {
        m_page.showSimilar(id, m_awaitedName);
        Q_EMIT galleryWanted();
        return;
    }
    const gallery::GalleryItem *const item = m_page.model().item(id);
    const QString sentence = isCompared ? tr("No other picture in the gallery looks like “%1”.")
                             : item && item->undecodable
                                 ? tr("“%1” cannot be compared with other pictures, because it cannot be read.")
                                 : tr("“%1” has not been compared with the other pictures yet; try again in a moment.");
    Q_EMIT failed({ErrorCode::NotFound, sentence.arg(m_awaitedName).toStdString(), {}});
}

} // namespace calotype::ui
