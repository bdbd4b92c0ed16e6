#pragma once

#include "core/base/Error.h"

#include <QList>
#include <QPersistentModelIndex>
#include <QWidget>

#include <memory>

class QAbstractItemModel;
class QAction;
class QKeyEvent;
class QKeySequence;
class QLabel;
class QSpinBox;
class QVBoxLayout;

namespace calotype::ui {

class ImageView;
class PictureLoader;
class PictureStrip;
class Slideshow;

/// One picture of a model, large, over a strip of all of them: next and previous with their neighbours loaded ahead,
/// zoom, full screen, slideshow. The model's roles are those of GalleryModel, of which the path alone is needed.
///
/// Keys: arrows left and right, Home and End for other pictures; arrows up and down, and with Shift all four, move a
/// zoomed one; * fits, / is 100 %, + and − zoom; F fills the screen, and so does the window's F11; Esc, Space and F11 leave
/// it; S is the slideshow, which ends with whatever else the user does. Another Esc is not taken here; another Space asks to
/// go back, and Delete for the picture's removal.
class ViewerPage final : public QWidget
{
    Q_OBJECT

public:
    explicit ViewerPage(QWidget *parent = nullptr);
    ~ViewerPage() override;

    /// @param model  outlives the page or is replaced before it ends; null for none
    void setModel(QAbstractItemModel *model);
    QAbstractItemModel *model() const { return m_model; }

    QModelIndex currentIndex() const;
    /// The file of the current row; "" where it has none, or none is known yet.
    QString currentPath() const { return m_path; }

    ImageView *view() const { return m_view; }
    PictureStrip *strip() const { return m_strip; }
    Slideshow *slideshow() const { return m_slideshow; }
    /// What the page can do, for menus: their names are next, previous, first, last, fit, actualSize, zoomIn, zoomOut,
    /// fullScreen, slideshow, each after "viewer".
    const QList<QAction *> &pageActions() const { return m_actions; }
    QAction *fullScreen() const { return m_full; }
    QAction *showSlides() const { return m_show; }
    /// The context menu of picture and strip, with its shortcuts. Not owned.
    void setPictureActions(const QList<QAction *> &actions);
    bool isFullScreenShown() const { return m_screen != nullptr; }

public Q_SLOTS:
    void setCurrentIndex(const QModelIndex &index);
    void next();
    void previous();
    void setFullScreenShown(bool full);

Q_SIGNALS:
    void currentChanged(const QModelIndex &index);
    /// A file's picture, whole, is on the screen.
    void pictureShown(const QString &path);
    /// A picture could not be read; the page says so in its place.
    void failed(const calotype::Error &error);
    void fullScreenChanged(bool full);
    void backRequested();
    void trashRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void makeActions();
    void makeContent();
    bool takeKey(const QKeyEvent &press);
    QWidget *makeBar();
    QAction *addAction(const char *name, const QString &text, const QString &tip, const QList<QKeySequence> &keys);
    void step(int rows);
    void goToRow(int row);
    void onDue();
    void onCurrent(const QModelIndex &index);
    void onData(const QModelIndex &topLeft, const QModelIndex &bottomRight);
    void onLoaded(const QString &path);
    void onFailed(const QString &path, const Error &error);
    void showRow(const QModelIndex &index);
    void showWithoutFile(const QModelIndex &index);
    void wantNeighbours();
    void refreshBar();
    QString pathOf(const QModelIndex &index) const;

    QAbstractItemModel *m_model = nullptr;
    QList<QMetaObject::Connection> m_modelConnections;
    QPersistentModelIndex m_current;
    QString m_path;
    bool m_isWaiting = false; ///< for the current picture's file
    int m_direction = 1;      ///< in which the user goes

    PictureLoader *m_loader;
    Slideshow *m_slideshow;
    QVBoxLayout *m_home; ///< where the content stands but for the full screen
    QWidget *m_content = nullptr;
    QWidget *m_bar = nullptr;
    ImageView *m_view = nullptr;
    PictureStrip *m_strip = nullptr;
    QLabel *m_where = nullptr;
    QLabel *m_zoom = nullptr;
    QSpinBox *m_seconds = nullptr;
    QWidget *m_screen = nullptr; ///< the window of the full screen, while there is one
    QList<QAction *> m_actions;
    QAction *m_next = nullptr;
    QAction *m_previous = nullptr;
    QAction *m_first = nullptr;
    QAction *m_last = nullptr;
    QAction *m_fit = nullptr;
    QAction *m_actual = nullptr;
    QAction *m_zoomIn = nullptr;
    QAction *m_zoomOut = nullptr;
    QAction *m_full = nullptr;
    QAction *m_leave = nullptr;
    QAction *m_show = nullptr;
};

} // namespace calotype::ui
