#include "ui/viewer/PageBar.h"

#include "ui/ActionToolButton.h"
#include "ui/Theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

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
    m_line->addWidget(new ActionToolButton(action));
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
