#pragma once

#include "core/base/Error.h"
#include "core/gallery/GalleryTypes.h"

#include <QStringList>
#include <QTimer>
#include <QVector>
#include <QWidget>

#include <functional>
#include <optional>

class QProgressBar;
class QStackedWidget;

namespace calotype::gallery {
class GalleryStore;
class ThumbnailCache;
}

namespace calotype::ui {

class FilterBar;
class FolderRefresh;
class GalleryModel;
class GalleryNotice;
class GridView;
class ThumbnailLoader;

/// The gallery: what narrows it, the grid, and what is said when there is nothing to show. It changes no picture
/// itself: it tells what was asked for.
class GalleryPage final : public QWidget
{
    Q_OBJECT

public:
    /// @param store, thumbnails  outlive this
    GalleryPage(gallery::GalleryStore &store, gallery::ThumbnailCache &thumbnails, QWidget *parent = nullptr);
    ~GalleryPage() override;

    GalleryModel &model() const { return *m_model; }
    GridView &grid() const { return *m_grid; }
    FilterBar &filterBar() const { return *m_filters; }

    /// The grid's context menu, and their shortcuts where they are the grid's own. Not owned.
    void setPictureActions(const QList<QAction *> &actions);

    /// The selected pictures, in the order of the rows.
    QVector<qint64> selectedIds() const;
    /// The picture that the user is at; 0 without one.
    qint64 currentId() const;
    /// Goes to a picture, selects it alone, and scrolls there; false if the filter does not show it.
    bool select(qint64 id);
    /// Narrows the grid to that picture, which is selected, and its near-duplicates. @param name  of the picture's file
    void showSimilar(qint64 id, const QString &name);
    /// The program's own folder, which is made with the first picture: that it is not there is not worth a word.
    void setOwnFolder(const QString &folder);

public Q_SLOTS:
    /// Looks for what has changed in the folders; so does the program's becoming active again.
    void lookAgain();
    /// Asks for a folder whose pictures are to be shown, too.
    void chooseFolder();
    /// Takes the selected rows of failed jobs away.
    void dismissFailures();

Q_SIGNALS:
    void opened(qint64 id);
    void selectionChanged(const QVector<qint64> &ids);
    void trashRequested(const QVector<qint64> &ids);
    /// A folder that was not there any more is now at another place.
    void folderLocated(const QString &missing, const QString &found);
    /// Its pictures are to be shown, too.
    void folderChosen(const QString &folder);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    bool event(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    enum class Notice { None, NoPictures, NoMatches, FolderMissing };

    void makeLayout();
    void connectParts();
    void applyEdge();
    void refreshNotice();
    /// Of the watched folders, the first that should be there and is not; "" for none.
    QString missingFolder() const;
    void locateFolder();
    void askForFolder(const QString &title, const std::function<void(const QString &)> &take);
    void tellSelection();
    void keepFullSelection();
    void restoreFullSelection();

    gallery::GalleryStore &m_store;
    ThumbnailLoader *m_loader;
    GalleryModel *m_model;
    FolderRefresh *m_refresh;
    FilterBar *m_filters;
    GridView *m_grid;
    GalleryNotice *m_notice;
    QProgressBar *m_scan;
    QStackedWidget *m_stack;
    Notice m_shown = Notice::None;
    QTimer m_selectionTimer; ///< of no time: a rubber band changes the selection often
    qint64 m_toSelect = 0; ///< once it is shown
    QString m_ownFolder;
    QStringList m_missing; ///< of the watched folders
    std::optional<QVector<qint64>> m_all; ///< selected before a query, when that was everything
};

} // namespace calotype::ui
