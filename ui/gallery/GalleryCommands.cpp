#include "ui/gallery/GalleryCommands.h"

#include "core/gallery/GalleryStore.h"

#include <QCoreApplication>

namespace calotype::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(GalleryCommands)
};

} // namespace

TrashCommand::TrashCommand(gallery::GalleryStore &store, const QVector<qint64> &ids)
    : QUndoCommand(Words::tr("Move to Trash (%n)", nullptr, static_cast<int>(ids.size())))
    , m_store(store)
    , m_ids(ids)
{
}

void TrashCommand::redo()
{
    m_store.moveToTrash(m_ids);
}

void TrashCommand::undo()
{
    m_store.restore(m_ids);
}

RatingCommand::RatingCommand(gallery::GalleryStore &store, const QMap<int, QVector<qint64>> &before, int rating)
    : m_store(store)
    , m_before(before)
    , m_rating(rating)
{
    qsizetype count = 0;
    for (const QVector<qint64> &ids : before)
        count += ids.size();
    setText(Words::tr("Rating (%n)", nullptr, static_cast<int>(count)));
}

void RatingCommand::redo()
{
    QVector<qint64> all;
    for (const QVector<qint64> &ids : m_before)
        all += ids;
    m_store.setRating(all, m_rating);
}

void RatingCommand::undo()
{
    for (auto it = m_before.cbegin(); it != m_before.cend(); ++it)
        m_store.setRating(it.value(), it.key());
}

TagCommand::TagCommand(gallery::GalleryStore &store, const QVector<qint64> &ids, const QString &tag, Change change)
    : QUndoCommand((change == Change::Add ? Words::tr("Tag “%1” (%n)", nullptr, static_cast<int>(ids.size())) : Words::tr("Remove Tag “%1” (%n)", nullptr, static_cast<int>(ids.size())))
                       .arg(tag))
    , m_store(store)
    , m_ids(ids)
    , m_tag(tag)
    , m_change(change)
{
}

void TagCommand::redo()
{
    if (m_change == Change::Add)
        m_store.addTag(m_ids, m_tag);
    else
        m_store.removeTag(m_ids, m_tag);
}

void TagCommand::undo()
{
    if (m_change == Change::Add)
        m_store.removeTag(m_ids, m_tag);
    else
        m_store.addTag(m_ids, m_tag);
}

} // namespace calotype::ui
