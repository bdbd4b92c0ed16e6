#pragma once

#include "core/base/Error.h"
#include "core/gallery/GalleryTypes.h"
#include "ui/gallery/DayFinder.h"
#include "ui/gallery/GalleryRows.h"
#include "ui/gallery/GridLayout.h"

#include <QAbstractListModel>
#include <QHash>
#include <QPixmap>
#include <QTimer>

#include <optional>

namespace calotype::gallery {
class GalleryStore;
}

namespace calotype::ui {

class ThumbnailLoader;

/// The pictures that a filter finds, as ids, with the rows near to what is seen: the picture in the making first, then
/// failed jobs, then the pictures. data() never waits: what is not known yet is asked for once the event loop is
/// free, all rows at once, and dataChanged() follows. A new query keeps persistent indexes on their pictures, and so
/// selection and place. GUI thread.
class GalleryModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum class Kind { Picture, Live, Failure };
    Q_ENUM(Kind)

    enum Role {
        IdRole = Qt::UserRole + 1, ///< qint64; 0 of the rows that are no pictures
        KindRole,                  ///< Kind
        LoadedRole,                ///< bool: the row is known; else what follows is empty
        BrokenRole,                ///< bool: no thumbnail will come
        MissingRole,               ///< bool: the file is not there now
        ProgressRole,              ///< double 0..1, of the live row
        TextRole,                  ///< QString: of the live row how far it is, of a failure its sentence
        DetailRole,                ///< QString: of a failure, for the log
        JobRole,                   ///< qint64, of a failure
        PathRole,                  ///< QString
        PromptRole,                ///< QString
        SeedRole,                  ///< qint64, -1: unknown
        SizeRole,                  ///< QSize, pixels of the picture
        CreatedRole,               ///< QDateTime
        RatingRole,                ///< int 0..5
        TagsRole,                  ///< QStringList
    };
    Q_ENUM(Role)

    /// @param store, thumbnails  outlive this
    GalleryModel(gallery::GalleryStore &store, ThumbnailLoader &thumbnails, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    /// Qt::DecorationRole is a QPixmap, null until it is there.
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QStringList mimeTypes() const override;
    /// The files, and of a single one the pixels, which are read only when they are asked for. Of pictures whose row
    /// is not known yet, nothing: see setSelected().
    QMimeData *mimeData(const QModelIndexList &indexes) const override;
    Qt::DropActions supportedDragActions() const override { return Qt::CopyAction; }

    const gallery::GalleryFilter &filter() const { return m_filter; }
    /// Asks the store; the rows change when it has answered. Where a filter is taken away, those that were there before it
    /// are shown at once, and the store is asked afterwards.
    void setFilter(const gallery::GalleryFilter &filter);
    /// An answer to setFilter() has come, at least one.
    bool isReady() const { return m_isReady; }

    /// The first row shows the picture in the making; a null @p preview leaves the one that is there.
    void setLive(const QImage &preview, double progress, const QString &text);
    void clearLive();
    bool hasLive() const { return m_hasLive; }
    /// A failed job gets a row, the newest first; one that has a row gets the new sentence.
    void addFailure(qint64 job, const calotype::Error &error);
    void removeFailure(qint64 job);

    int pictureCount() const { return static_cast<int>(m_ids.size()); }
    qint64 idAt(int row) const; ///< 0 where no picture is
    QModelIndex indexOf(qint64 id) const;
    QVector<qint64> ids() const { return m_ids; }
    /// What is known of a picture now; null while its row is not. Valid until the event loop runs.
    const gallery::GalleryItem *item(qint64 id) const { return m_rows.item(id); }

    /// The rows that can be seen: they, five pages before and after, the first page and the last one are fetched, with their
    /// thumbnails.
    void setVisibleRows(int first, int last);
    /// The loader's edge has changed: asks for what is seen again.
    void refreshThumbnails() { m_look.start(); }
    /// The pictures that may be dragged next: what of them is not known is fetched, up to 2,000.
    void setSelected(const QVector<qint64> &ids) { m_rows.setSelected(ids); }

    /// A header for each day where the order is one of dates; else none.
    QVector<GridSection> sections() const;

Q_SIGNALS:
    void sectionsChanged();
    /// An answer to a query has been taken in, or pictures are gone.
    void refreshed();
    /// Around layoutChanged(), when other pictures, or another order, take the place of those that are shown.
    void aboutToReplace();
    void replaced();

private:
    struct Failed {
        qint64 job = 0;
        Error error;
    };
    /// All pictures in an order, as they were listed last.
    struct Listing {
        gallery::GalleryFilter filter;
        QVector<qint64> ids;
        QHash<qint64, int> fromEnd; ///< empty if it was not made
        QVector<DayFinder::Day> days;
    };

    int frontRows() const { return (m_hasLive ? 1 : 0) + static_cast<int>(m_failures.size()); }
    int failureRow(qint64 job) const;
    QVariant liveData(int role) const;
    QVariant failureData(const Failed &failure, int role) const;
    QVariant pictureData(qint64 id, int role) const;

    void onQueried(quint64 generation, const QVector<qint64> &ids);
    void onFetched(const QVector<gallery::GalleryItem> &items);
    void onChanged(const QVector<qint64> &ids);
    void onRemoved(const QVector<qint64> &ids);
    void onReset();
    void replaceIds(const QVector<qint64> &ids, const Listing *known = nullptr);
    void takeOver(const Listing &known);
    void afterIds();

    void lookAround();
    QVector<qint64> window() const;
    bool hasDays() const;
    void findDays();
    int placeOf(qint64 id) const;
    void tellChanged(const QVector<qint64> &ids);

    gallery::GalleryStore &m_store;
    ThumbnailLoader &m_thumbnails;
    gallery::GalleryFilter m_filter;
    quint64 m_generation = 0;
    bool m_isAnswered = false; ///< the rows are those of the filter
    bool m_isReady = false;

    bool m_hasLive = false;
    QPixmap m_livePreview;
    double m_liveProgress = 0;
    QString m_liveText;
    QVector<Failed> m_failures; ///< the newest first

    QVector<qint64> m_ids;
    mutable QHash<qint64, int> m_fromEnd; ///< of each id, counted from the end: so pictures in front change nothing
    mutable bool m_isIndexed = false;
    mutable GalleryRows m_rows; ///< data() asks it for what is missing
    std::optional<Listing> m_whole; ///< kept while a filter holds; nothing in it is gone since
    DayFinder m_days;
    QVector<DayFinder::Day> m_shownDays;
    QVector<qint64> m_probed; ///< for their dates, not answered yet
    int m_firstVisible = 0;
    int m_lastVisible = -1;
    QTimer m_look; ///< of no time: once the event loop is free
    QTimer m_requery;
};

} // namespace calotype::ui
