#include "ui/TextActions.h"

#include "ui/TextFocus.h"

#include <QAction>
#include <QKeySequence>

namespace calotype::ui {

namespace {

struct Order {
    bool (TextField::*can)() const;
    void (TextField::*take)() const;
};

constexpr Order kOrders[]{{&TextField::canCut, &TextField::cut},
                          {&TextField::canCopy, &TextField::copy},
                          {&TextField::canPaste, &TextField::paste},
                          {&TextField::canSelectAll, &TextField::selectAll}};

} // namespace

TextActions::TextActions(const TextFocus &focus, QObject *parent)
    : QObject(parent)
    , m_focus(focus)
{
    const struct {
        const char *name;
        QString text;
        QString tip;
        QKeySequence::StandardKey key;
    } words[] = {{"textCut", tr("Cu&t"), tr("Cut the selected text"), QKeySequence::Cut},
                 {"textCopy", tr("&Copy"), tr("Copy the selected text"), QKeySequence::Copy},
                 {"textPaste", tr("&Paste"), tr("Paste into the text field"), QKeySequence::Paste},
                 {"textSelectAll", tr("Select &All"), tr("Select all of the text"), QKeySequence::SelectAll}};
    const Order *order = kOrders;
    for (const auto &each : words) {
        auto *const action = new QAction(each.text, this);
        action->setObjectName(QLatin1String(each.name));
        action->setToolTip(each.tip);
        action->setStatusTip(each.tip);
        action->setShortcut(each.key);
        action->setShortcutContext(Qt::WidgetShortcut); // of the menu itself: never in the way of another
        connect(action, &QAction::triggered, this, [this, take = order->take] { (m_focus.field().*take)(); });
        m_actions.append(action);
        ++order;
    }
    refresh();
}

void TextActions::refresh()
{
    const TextField field = m_focus.field();
    const Order *order = kOrders;
    for (QAction *const action : std::as_const(m_actions))
        action->setEnabled((field.*(order++)->can)());
}

} // namespace calotype::ui
