#pragma once

#include "core/base/Error.h"

#include <QList>
#include <QObject>
#include <QString>
#include <QVector>

#include <functional>

class QAction;

namespace calotype::gallery {
class GalleryStore;
}

namespace calotype::ui {

class GalleryEdits;
class GalleryPage;

/// What can be done with the gallery's pictures beside looking at them, as actions for its menus: their tags, and a
/// search for those that look like one of them. GUI thread.
class GalleryActions final : public QObject
{
    Q_OBJECT

public:
    /// @param store, edits, page  outlive this
    /// @param chosen  the pictures that the actions are about; asked when one is triggered, and by refresh()
    GalleryActions(gallery::GalleryStore &store, GalleryEdits &edits, GalleryPage &page,
                   std::function<QVector<qint64>()> chosen, QObject *parent = nullptr);

    const QList<QAction *> &actions() const { return m_actions; }

public Q_SLOTS:
    /// Other pictures are chosen now.
    void refresh();

Q_SIGNALS:
    /// The gallery shows what was asked for; the user is to be taken there.
    void galleryWanted();
    /// Nothing was found, and why, in one sentence.
    void failed(const calotype::Error &error);

private:
    QAction *add(const char *name, const QString &text, const QString &tip, const QKeySequence &key,
                 void (GalleryActions::*order)());
    void editTags();
    void findSimilar();
    void onSimilar(qint64 id, const QVector<qint64> &ids, bool isCompared);

    gallery::GalleryStore &m_store;
    GalleryEdits &m_edits;
    GalleryPage &m_page;
    std::function<QVector<qint64>()> m_chosen;
    QList<QAction *> m_actions;
    QAction *m_tags;
    QAction *m_similar;
    qint64 m_awaited = 0; ///< whose near-duplicates are looked for
    QString m_awaitedName;
};

} // namespace calotype::ui
