#include "ui/viewer/PageBar.h"

#include "ui/Theme.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

namespace calotype::ui {

PageBar::PageBar(QWidget *parent)
    : QWidget(parent)
    , m_line(new QHBoxLayout(this))
{
    m_line->setContentsMargins(8, 4, 8, 4);
    m_line->setSpacing(4);
}

void PageBar::addButton(QAction *action)
{
    auto *const button = new QToolButton;
    button->setDefaultAction(action);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    button->setObjectName(action->objectName() + QLatin1String("Button"));
    const auto refresh = [button, action] {
        const QString keys = action->shortcut().toString(QKeySequence::NativeText);
        button->setAccessibleName(action->text().remove(u'&'));
        button->setToolTip(keys.isEmpty() ? action->toolTip() : tr("%1 (%2)").arg(action->toolTip(), keys));
        if (!action->iconText().isEmpty())
            button->setText(action->iconText());
    };
    connect(action, &QAction::changed, button, refresh);
    refresh();
    m_line->addWidget(button);
}

QLabel *PageBar::addLabel(const char *name, const QString &accessibleName)
{
    auto *const label = new QLabel;
    label->setObjectName(QLatin1String(name));
    label->setAccessibleName(accessibleName);
    label->setTextFormat(Qt::PlainText);
    label->setForegroundRole(QPalette::PlaceholderText);
    m_line->addWidget(label);
    return label;
}

void PageBar::addField(QWidget *field)
{
    m_line->addWidget(field);
}

void PageBar::addStretch()
{
    m_line->addStretch(1);
}

void PageBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Window));
    painter.fillRect(QRect(0, 0, width(), 1), hairline(palette()));
}

} // namespace calotype::ui
