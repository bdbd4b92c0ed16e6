#pragma once

#include <QObject>

#include <array>

class QAction;

namespace calotype::ui {

class ImageView;
class WindowActions;
class WindowPages;

/// The window's zoom orders, about whatever picture the page shows: the one in the making, the viewer's, or the two
/// compared ones in step; and about the one whose mask is painted, while that is in their place. They rest on the gallery, and where there is no picture.
class WindowZoom final : public QObject
{
    Q_OBJECT

public:
    /// @param created  what the first page shows; all of them outlive this
    WindowZoom(const WindowActions &actions, const WindowPages &pages, ImageView &created, QObject *parent = nullptr);

    /// What stands in the place of the pages; null for nothing. It outlives this, or is taken away before.
    void setCover(ImageView *cover);

private:
    /// One of them: the window's action, what it does to a view, and how the names of the pages' own actions end.
    struct Order {
        QAction *action;
        void (ImageView::*onView)();
        const char *name;
    };

    /// The view that the order is about; null where the page has its own action for it, or nothing.
    ImageView *view() const;
    /// What the present page has for the order; null on a page without.
    QAction *ofPage(const Order &order) const;
    void carryOut(const Order &order);
    void refresh();

    const WindowPages &m_pages;
    ImageView &m_created;
    ImageView *m_cover = nullptr;
    std::array<Order, 4> m_orders;
};

} // namespace calotype::ui
