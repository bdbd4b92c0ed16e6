#pragma once

#include <QMap>
#include <QString>
#include <QUndoCommand>
#include <QVector>

namespace calotype::gallery {
class GalleryStore;
}

namespace calotype::ui {

/// Moves pictures to the trash, and back.
class TrashCommand final : public QUndoCommand
{
public:
    TrashCommand(gallery::GalleryStore &store, const QVector<qint64> &ids);
    void redo() override;
    void undo() override;

private:
    gallery::GalleryStore &m_store;
    QVector<qint64> m_ids;
};

/// Rates pictures, and gives them back the ratings that they had.
class RatingCommand final : public QUndoCommand
{
public:
    /// @param before  the pictures by the rating that they have now
    RatingCommand(gallery::GalleryStore &store, const QMap<int, QVector<qint64>> &before, int rating);
    void redo() override;
    void undo() override;

private:
    gallery::GalleryStore &m_store;
    QMap<int, QVector<qint64>> m_before;
    int m_rating;
};

/// Gives pictures a tag, or takes it from them.
class TagCommand final : public QUndoCommand
{
public:
    enum class Change { Add, Remove };

    /// @param ids  that do not have it yet, or that have it
    TagCommand(gallery::GalleryStore &store, const QVector<qint64> &ids, const QString &tag, Change change);
    void redo() override;
    void undo() override;

private:
    gallery::GalleryStore &m_store;
    QVector<qint64> m_ids;
    QString m_tag;
    Change m_change;
};

} // namespace calotype::ui
