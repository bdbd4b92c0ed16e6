#pragma once

#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QDockWidget>
#include <QLineEdit>
#include <QSlider>
#include <QStringList>
#include <QTabBar>
#include <QWidget>

#include <algorithm>

namespace calotype::tests {

/// What assistive technology meets in a window: of that what is shown and can have the focus.
struct AccessibleTree {
    int stops = 0;         ///< how many such things there are
    QStringList nameless;  ///< those without a name that is meant for people: role, and the way to it
    QStringList mouseOnly; ///< what can be pressed or moved, and Tab does not lead to: role, and the way to it
};

inline QAccessibleInterface *accessibleOf(QWidget *widget)
{
    return QAccessible::queryAccessibleInterface(widget);
}

/// Empty, or a name from the source: that of a class or an object.
inline bool isNoName(const QString &name, const QObject *object)
{
    if (name.trimmed().isEmpty() || name.contains(QLatin1String("::")) || name.startsWith(QLatin1String("qt_")))
        return true;
    return object && (name == object->objectName() || name == QLatin1String(object->metaObject()->className()));
}

/// What Tab does not lead to, though it can be pressed or moved. Not the parts of a field, of tabs and of a dock's title, and not
/// the slider beside a number: what they do has keys or a menu of its own.
inline bool isForTheMouseAlone(const QWidget *widget)
{
    if (!widget || !widget->isEnabled() || widget->focusPolicy() & Qt::TabFocus)
        return false;
    const QWidget *const owner = widget->parentWidget();
    const bool hasNumber = owner && owner->findChild<const QAbstractSpinBox *>(QString(), Qt::FindDirectChildrenOnly);
    const bool isPressed = qobject_cast<const QAbstractButton *>(widget) || (qobject_cast<const QSlider *>(widget) && !hasNumber);
    const bool isPart = qobject_cast<const QLineEdit *>(owner) || qobject_cast<const QTabBar *>(owner) || qobject_cast<const QDockWidget *>(owner);
    return isPressed && !isPart;
}

/// Looks at @p node and, where it is shown, at all below it.
inline void lookAt(QAccessibleInterface &node, const QString &above, AccessibleTree &tree)
{
    constexpr int kMostChildren = 500; // of a list
    if (!node.isValid())
        return;
    const auto *const widget = qobject_cast<const QWidget *>(node.object()); // null for the parts of a widget
    const QAccessible::State state = node.state();
    if (state.invisible || (widget && !widget->isVisible()))
        return;
    const QString role = QLatin1String(qAccessibleRoleString(node.role()));
    const QString way = above + u'/' + (node.object() && !node.object()->objectName().isEmpty() ? node.object()->objectName() : role);
    if (state.focusable || (widget && widget->focusPolicy() != Qt::NoFocus)) {
        ++tree.stops;
        if (const QString name = node.text(QAccessible::Name); isNoName(name, node.object()))
            tree.nameless << QStringLiteral("%1 “%2” at %3").arg(role, name, way);
    }
    if (isForTheMouseAlone(widget))
        tree.mouseOnly << role + QStringLiteral(" at ") + way;
    const int children = std::min(node.childCount(), kMostChildren);
    for (int k = 0; k < children; ++k) {
        if (QAccessibleInterface *const child = node.child(k))
            lookAt(*child, way, tree);
    }
}

inline AccessibleTree accessibleTree(QWidget *window)
{
    AccessibleTree tree;
    if (QAccessibleInterface *const root = accessibleOf(window))
        lookAt(*root, {}, tree);
    return tree;
}

} // namespace calotype::tests
