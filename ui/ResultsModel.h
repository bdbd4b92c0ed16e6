#pragma once

#include "core/engine/GenerationBackend.h"
#include "core/engine/GenerationRequest.h"
#include "core/engine/GenerationResult.h"
#include "ui/Background.h"

#include <QAbstractListModel>
#include <QImage>

#include <cstddef>
#include <deque>
#include <memory>
#include <vector>

namespace calotype::ui {

/// A picture that was made since the program started.
struct ResultEntry {
    qint64 id = 0;
    std::shared_ptr<const GeneratedImage> picture; ///< null once only the file is kept
    QSize size;
    qint64 seed = 0;
    GenerationRequest request; ///< that makes this picture alone
    ModelSpec model;
    QString path;      ///< "" until it is saved
    QString saveError; ///< why it is not saved
    QImage thumbnail;  ///< null until it is made
};

/// The pictures since the program started, the newest first; in front of them, while one is being made, a row for it.
/// Thumbnails are made on a worker thread. Full pictures are kept in memory up to a limit, then only as their files;
/// one that could not be saved is always kept.
class ResultsModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        IdRole = Qt::UserRole + 1,
        LiveRole,      ///< bool: the row of the picture in the making
        ProgressRole,  ///< double 0..1, of the live row
        PathRole,      ///< QString
        SeedRole,      ///< qint64
        SaveErrorRole, ///< QString
    };

    static constexpr std::size_t kMostTakenOut = 1000;

    explicit ResultsModel(QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QStringList mimeTypes() const override;
    QMimeData *mimeData(const QModelIndexList &indexes) const override;
    Qt::DropActions supportedDragActions() const override { return Qt::CopyAction; }

    /// Adds a picture in front. @param request  that makes it alone @return its id
    qint64 add(std::shared_ptr<const GeneratedImage> picture, const GenerationRequest &request, const ModelSpec &model);
    void setSaved(qint64 id, const QString &path);
    void setSaveError(qint64 id, const QString &sentence);

    /// The picture with that file is in the trash, and leaves the row. What is kept of it, without its pixels once there is a
    /// thumbnail, is dropped after kMostTakenOut others.
    void takeOut(const QString &path);
    /// It is back. @return its row; invalid where none was taken out
    QModelIndex bringBack(const QString &path);

    bool hasLive() const { return m_hasLive; }
    /// Shows the row of the picture in the making; a null @p preview leaves the one that is there.
    void showLive(const QImage &preview, double progress);
    void hideLive();

    /// The entry of a row; null for the live row and for rows that are not there. Valid until the model changes.
    const ResultEntry *entry(const QModelIndex &index) const;
    /// The row of an id; invalid if there is none.
    QModelIndex indexOf(qint64 id) const;
    int resultCount() const { return static_cast<int>(m_entries.size()); }

    /// Full pictures beyond this many bytes are dropped, the oldest first, once they are saved.
    void setMemoryLimit(qint64 bytes);

private:
    int firstEntryRow() const { return m_hasLive ? 1 : 0; }
    ResultEntry *find(qint64 id);
    ResultEntry *findTakenOut(qint64 id);
    void makeThumbnail(const ResultEntry &entry);
    void keepWithinLimit();
    QVariant liveData(int role) const;
    void tellChanged(qint64 id, const QList<int> &roles);

    std::vector<ResultEntry> m_entries; ///< the newest first
    std::deque<ResultEntry> m_trashed;  ///< the last one taken out comes last
    QImage m_livePreview;
    double m_liveProgress = 0;
    bool m_hasLive = false;
    qint64 m_nextId = 1;
    qint64 m_memoryLimit = 512LL * 1024 * 1024;
    Background m_background; ///< last: ends first
};

} // namespace calotype::ui
