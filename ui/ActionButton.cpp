#include "ui/ActionButton.h"

#include <QAction>
#include <QEvent>

namespace calotype::ui {

ActionButton::ActionButton(QAction *action, QWidget *parent)
    : QPushButton(parent)
    , m_action(action)
{
    setMinimumHeight(fontMetrics().height() + 16);
    connect(this, &QPushButton::clicked, m_action, &QAction::trigger);
    connect(m_action, &QAction::changed, this, &ActionButton::refresh);
    refresh();
}

void ActionButton::setMarked(bool marked)
{
    m_marked = marked;
    dress();
}

void ActionButton::refresh()
{
    const QString name = m_action->text().remove(u'&'); // its letter belongs to the menus
    setText(name);
    setEnabled(m_action->isEnabled());
    setAccessibleName(name);
    const QString keys = m_action->shortcut().toString(QKeySequence::NativeText);
    setToolTip(keys.isEmpty() ? m_action->toolTip() : tr("%1 (%2)").arg(m_action->toolTip(), keys));
}

void ActionButton::dress()
{
    // Through the palette, so that the style goes on painting hover, focus and pressing.
    QPalette palette;
    if (m_marked) {
        // Fusion paints buttons lighter than their colour.
        const QColor accent = palette.color(QPalette::Active, QPalette::Highlight).darker(125);
        for (const QPalette::ColorGroup group : {QPalette::Active, QPalette::Inactive}) {
            palette.setColor(group, QPalette::Button, accent);
            palette.setColor(group, QPalette::ButtonText, palette.color(QPalette::Active, QPalette::HighlightedText));
        }
    }
    setPalette(palette);
}

void ActionButton::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::ApplicationPaletteChange && m_marked)
        dress();
    QPushButton::changeEvent(event);
}

void ActionButton::showEvent(QShowEvent *event)
{
    if (m_marked)
        dress(); // Qt tells widgets of no palette that is set before the program runs
    QPushButton::showEvent(event);
}

} // namespace calotype::ui
