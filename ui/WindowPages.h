#pragma once

#include "core/base/Error.h"
#include "ui/info/PictureFields.h"

#include <QHash>
#include <QSet>
#include <QWidget>

class QAction;
class QKeySequence;
class QStackedWidget;
class QUndoStack;

namespace calotype::gallery {
class GalleryStore;
class ThumbnailCache;
}

namespace calotype::ui {

class ComparePage;
class Desktop;
class GalleryActions;
class GalleryEdits;
class GalleryPage;
class ViewerPage;

/// The middle of the window: the picture in the making, the gallery of all that were made, one of them large, and two
/// of them compared. It owns the gallery's store and what hangs on it. GUI thread.
class WindowPages final : public QWidget
{
    Q_OBJECT

public:
    struct Parts {
        QWidget *create;         ///< the first page; taken over
        QString galleryDatabase;
        QString thumbnails;      ///< folder
        QString pictures;        ///< folder, watched
        FieldReader readFields;
        Desktop &desktop;        ///< outlives it
    };

    enum Page { Create, Gallery, Viewer, Compare };

    explicit WindowPages(const Parts &parts, QWidget *parent = nullptr);
    ~WindowPages() override;

    Page page() const;
    GalleryPage *galleryPage() const { return m_gallery; }
    ViewerPage *viewerPage() const { return m_viewer; }
    ComparePage *comparePage() const { return m_compare; }
    QUndoStack *undoStack() const { return m_undo; }
    gallery::ThumbnailCache &thumbnails() const { return *m_thumbnails; }
    /// To go to the pages, in their order; and what is done with the gallery's pictures.
    const QList<QAction *> &pageActions() const { return m_pageActions; }
    const QList<QAction *> &pictureActions() const;
    /// To the viewer's full screen and slideshow, from every page.
    const QList<QAction *> &viewerActions() const { return m_viewerActions; }
    /// Of these, what is offered with a result beside its own actions; the last is the trash.
    QList<QAction *> resultActions() const;

public Q_SLOTS:
    void setPage(calotype::ui::WindowPages::Page page);
    /// A result that was just saved is in the gallery at once.
    void addPicture(const QString &path);
    /// The picture that the user is at on the first page: its file, which may not be in the gallery yet; "" for none.
    void setResult(const QString &path);
    /// The folders that the gallery shows and watches.
    void setFolders(const QStringList &folders);
    /// Whether it is asked before pictures go to the trash.
    void setConfirmTrash(bool confirm) { m_confirmTrash = confirm; }
    /// Something else stands in its place: nothing is done with pictures that nobody sees.
    void setCovered(bool covered);
    void openPicture(qint64 id);
    /// The picture that another was made from, by the SHA-256 of its file.
    void openByHash(const QByteArray &hash);

Q_SIGNALS:
    void pageChanged(calotype::ui::WindowPages::Page page);
    /// The picture that the user is at: its file; "" for none.
    void currentPictureChanged(const QString &path);
    /// A result went to the trash, or came back from it: its file, as addPicture() was given it.
    void resultTrashed(const QString &path);
    void resultRestored(const QString &path);
    void useAsStartImage(const QString &path);
    void useWanted(const calotype::ui::PictureWords &words, calotype::ui::UsedPart part);
    /// A watched folder that is not there any more is at another place.
    void folderLocated(const QString &missing, const QString &found);
    /// Of GalleryPage: a folder whose pictures are to be shown, too.
    void folderChosen(const QString &folder);
    void failed(const calotype::Error &error);
    /// A sentence worth knowing.
    void noted(const QString &sentence);

protected:
    /// Esc leads from a picture, and from two, back to the gallery.
    void keyPressEvent(QKeyEvent *event) override;

private:
    void makeActions();
    void addViewerAction(const char *name, QAction *its, const QKeySequence &key);
    void connectParts();
    void refreshActions();
    /// What the picture actions are about: on the gallery the selected ones, in the viewer and on the first page the one that
    /// is seen.
    QVector<qint64> actionIds() const;
    qint64 partnerOf(qint64 id) const;
    QModelIndex currentRow() const;
    QString currentPath() const;
    void onParentFound(const QVector<qint64> &ids);
    void openHidden(qint64 id, const QString &whyCleared);
    void onResultFound(const QString &path, qint64 id);
    void onRemoved(const QVector<qint64> &ids);
    void onTrashed(const QVector<qint64> &ids);
    void onAdded(const QVector<qint64> &ids);
    void goToViewer();
    void onRefreshed();
    void focusWhatCame();
    void tellNoParent();
    void backToGallery();
    void trash(const QVector<qint64> &ids);

    std::unique_ptr<gallery::GalleryStore> m_store;
    std::unique_ptr<gallery::ThumbnailCache> m_thumbnails;
    QUndoStack *m_undo;
    GalleryEdits *m_edits;
    GalleryActions *m_galleryActions = nullptr;
    QStackedWidget *m_stack;
    GalleryPage *m_gallery;
    ViewerPage *m_viewer;
    ComparePage *m_compare;
    QList<QAction *> m_pageActions;
    QList<QAction *> m_viewerActions;
    bool m_confirmTrash = false;
    bool m_isCovered = false;
    QString m_result; ///< see setResult()
    qint64 m_resultId = 0;
    QHash<qint64, QString> m_results; ///< as far as the gallery has them
    QSet<QString> m_newResults;       ///< those that it was not found to have yet
    QByteArray m_awaitedHash;
    qint64 m_awaitedId = 0; ///< found by its hash; shown when the gallery has it
};

} // namespace calotype::ui
