#pragma once

#include "core/base/Error.h"
#include "core/gallery/GalleryTypes.h"
#include "ui/Background.h"
#include "ui/gallery/PictureExport.h"
#include "ui/info/PictureFields.h"

#include <QHash>
#include <QList>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QVector>

#include <functional>
#include <stop_token>

class QAction;
class QKeySequence;
class QMenu;

namespace calotype::gallery {
class GalleryStore;
}

namespace calotype::ui {

class Desktop;
class GalleryEdits;
class GalleryPage;

/// What can be done with the gallery's pictures, as actions for its menus, for the grid and for the viewer alike: the
/// labels count where several pictures are meant. What needs other parts of the window is asked for by a signal. GUI
/// thread; files are read and copied on another one.
class GalleryActions final : public QObject
{
    Q_OBJECT

public:
    /// None of it is owned, and all of it outlives this.
    struct Parts {
        gallery::GalleryStore &store;
        GalleryEdits &edits;
        GalleryPage &page;
        Desktop &desktop;
        FieldReader readFields; ///< may be empty
        /// The pictures that the actions are about; asked when one is triggered, and by refresh().
        std::function<QVector<qint64>()> chosen;
        /// What a single one is compared with; 0: nothing.
        std::function<qint64(qint64 id)> partnerOf;
        /// How several pictures are exported; another one to see when.
        std::function<Result<void>(const QStringList &from, const QString &folder, const std::stop_token &stop)> copyInto = exportInto;
    };

    explicit GalleryActions(const Parts &parts, QObject *parent = nullptr);
    /// Waits for the file that is being copied, and leaves the rest of an export.
    ~GalleryActions() override;

    /// In the order of the menus, with separators.
    const QList<QAction *> &actions() const { return m_actions; }
    /// The same, for where the picture is open already.
    QList<QAction *> actionsWhereOpen() const { return m_actions.mid(1); }
    /// Those for a picture that was just made, which has its own for the rest; the last is the trash.
    QList<QAction *> actionsOfResults() const;

public Q_SLOTS:
    /// Other pictures are chosen now.
    void refresh();

Q_SIGNALS:
    void openWanted(qint64 id);
    void compareWanted(const QString &left, const QString &right);
    void startImageWanted(const QString &path);
    void useWanted(const calotype::ui::PictureWords &words, calotype::ui::UsedPart part);
    void trashWanted(const QVector<qint64> &ids);
    /// The gallery shows what was asked for; the user is to be taken there.
    void galleryWanted();
    /// What was asked for was not done, and why, in one sentence.
    void failed(const calotype::Error &error);
    /// A sentence worth knowing.
    void noted(const QString &sentence);

private:
    using Items = QVector<gallery::GalleryItem>;

    template<typename Order>
    QAction *add(const char *name, const QString &text, const QString &tip, const QKeySequence &key, Order order);
    void addSeparator();
    void addUseMenu();
    void addRatingMenu();
    /// Calls @p then with the rows of the chosen pictures: at once where all are known.
    void withItems(std::function<void(const Items &)> then);
    /// The same with the rows of @p ids.
    void withItemsOf(const QVector<qint64> &ids, std::function<void(const Items &)> then);
    void withItem(std::function<void(const gallery::GalleryItem &)> then);
    /// Reads what the chosen picture's file says of its making, if it says anything.
    void withWords(std::function<void(const PictureWords &)> then);
    void onFetched(const Items &items, quint64 request);
    void tellSilent(const gallery::GalleryItem &item);

    void copyImages();
    void copyPrompt();
    void copySeed();
    void copySettings();
    void compare();
    void exportPictures();
    void exportOne(const QString &path);
    void exportAll(const QStringList &paths);
    void editTags();
    void findSimilar();
    void onSimilar(qint64 id, const QVector<qint64> &ids, bool isCompared);

    Parts m_parts;
    QList<QAction *> m_actions;
    QList<QAction *> m_ofOne; ///< that need a single picture
    QAction *m_openWith = nullptr;
    QAction *m_copy = nullptr;
    QAction *m_compare = nullptr;
    QAction *m_export = nullptr;
    QAction *m_tags = nullptr;
    QAction *m_trash = nullptr;
    QMenu *m_rating = nullptr;
    QHash<quint64, std::function<void(const Items &)>> m_orders; ///< that wait for rows, by the store's request
    QString m_exportFolder; ///< where the last one went
    qint64 m_awaited = 0; ///< whose near-duplicates are looked for
    QString m_awaitedName;
    std::stop_source m_stop; ///< of exports
    Background m_exports{1};
    Background m_reading{1}; ///< of its own: exports may take long. Last, as m_exports: they end first
};

} // namespace calotype::ui
