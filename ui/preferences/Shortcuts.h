#pragma once

#include <QKeySequence>
#include <QList>
#include <QMap>
#include <QPointer>
#include <QString>

#include <vector>

class QAction;
class QWidget;

namespace calotype::ui {

/// The keys of a window's orders: what they were made with, and what the user made of them.
class Shortcuts final
{
public:
    struct Order {
        QPointer<QAction> action;
        QString name; ///< the action's object name
        QString title;
        QList<QKeySequence> initial;
    };

    /// Takes in all named actions below @p window, as they are now; but not those with Qt::WidgetShortcut, whose keys are
    /// the system's.
    void collect(QWidget *window);

    const std::vector<Order> &orders() const { return m_orders; }
    /// Gives each order the keys that @p changed says, else those it was made with.
    void apply(const QMap<QString, QString> &changed);
    QList<QKeySequence> keys(const Order &order, const QMap<QString, QString> &changed) const;
    /// @p changed with other keys for one order. Nothing is kept for the keys it was made with.
    QMap<QString, QString> with(QMap<QString, QString> changed, const Order &order, const QList<QKeySequence> &keys) const;
    /// The order that would hear @p key too, or null.
    const Order *conflict(const Order &order, const QKeySequence &key, const QMap<QString, QString> &changed) const;

private:
    std::vector<Order> m_orders;
};

} // namespace calotype::ui
