#include "ui/preferences/Shortcuts.h"

#include <QAction>
#include <QMenu>
#include <QSet>
#include <QWidget>

#include <algorithm>

namespace calotype::ui {

namespace {

QString plain(QString title)
{
    title.replace(QStringLiteral("&&"), QStringLiteral("\x01")).remove(u'&').replace(u'\x01', u'&');
    return title;
}

bool isLocal(const QAction *action)
{
    return action->shortcutContext() == Qt::WidgetShortcut || action->shortcutContext() == Qt::WidgetWithChildrenShortcut;
}

/// Whether one press could mean both: orders of two different parts of the window never meet.
bool meet(const QAction *a, const QAction *b)
{
    if (!isLocal(a) || !isLocal(b))
        return true;
    const QList<QObject *> first = a->associatedObjects();
    const QList<QObject *> second = b->associatedObjects();
    return std::any_of(first.begin(), first.end(), [&](QObject *object) { return second.contains(object); });
}

bool overlap(const QKeySequence &a, const QKeySequence &b)
{
    return !a.isEmpty() && !b.isEmpty() && (a.matches(b) != QKeySequence::NoMatch || b.matches(a) != QKeySequence::NoMatch);
}

} // namespace

void Shortcuts::collect(QWidget *window)
{
    QSet<QString> names;
    for (QAction *const action : window->findChildren<QAction *>()) {
        const bool isOrder = !action->objectName().isEmpty() && !action->objectName().startsWith(QLatin1String("qt_"))
                             && !action->text().isEmpty() && !action->isSeparator() && !action->menu<QMenu *>()
                             && action->shortcutContext() != Qt::WidgetShortcut;
        if (!isOrder || names.contains(action->objectName()))
            continue;
        names.insert(action->objectName());
        m_orders.push_back({action, action->objectName(), plain(action->text()), action->shortcuts()});
    }
    std::sort(m_orders.begin(), m_orders.end(),
              [](const Order &a, const Order &b) { return QString::localeAwareCompare(a.title, b.title) < 0; });
}

QList<QKeySequence> Shortcuts::keys(const Order &order, const QMap<QString, QString> &changed) const
{
    const auto found = changed.constFind(order.name);
    return found == changed.constEnd() ? order.initial : QKeySequence::listFromString(*found, QKeySequence::PortableText);
}

void Shortcuts::apply(const QMap<QString, QString> &changed)
{
    for (const Order &order : m_orders) {
        if (order.action && order.action->shortcuts() != keys(order, changed))
            order.action->setShortcuts(keys(order, changed));
    }
}

QMap<QString, QString> Shortcuts::with(QMap<QString, QString> changed, const Order &order, const QList<QKeySequence> &keys) const
{
    if (keys == order.initial)
        changed.remove(order.name);
    else
        changed.insert(order.name, QKeySequence::listToString(keys, QKeySequence::PortableText));
    return changed;
}

const Shortcuts::Order *Shortcuts::conflict(const Order &order, const QKeySequence &key, const QMap<QString, QString> &changed) const
{
    for (const Order &other : m_orders) {
        if (other.name == order.name || !other.action || !order.action || !meet(other.action, order.action))
            continue;
        const QList<QKeySequence> taken = keys(other, changed);
        if (std::any_of(taken.begin(), taken.end(), [&](const QKeySequence &one) { return overlap(one, key); }))
            return &other;
    }
    return nullptr;
}

} // namespace calotype::ui
