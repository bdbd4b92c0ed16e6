#include "ui/viewer/CompareDivider.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace calotype::ui {

namespace {

constexpr double kStep = 0.01;
constexpr double kPage = 0.1;
constexpr int kGripHeight = 34;

} // namespace

CompareDivider::CompareDivider(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("compareDivider"));
    setAccessibleName(tr("Divider"));
    setToolTip(tr("Drag it, or move it with the arrow keys"));
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::SplitHCursor);
    setPosition(m_position);
    place();
}

void CompareDivider::setPosition(double position)
{
    position = std::clamp(position, 0.0, 1.0);
    setAccessibleDescription(tr("%1 % from the left").arg(QLocale().toString(qRound(position * 100))));
    if (position == m_position)
        return;
    m_position = position;
    place();
    QAccessibleValueChangeEvent told(this, qRound(position * 100));
    QAccessible::updateAccessibility(&told);
    Q_EMIT positionChanged(position);
}

void CompareDivider::place()
{
    const int line = qRound(m_position * parentWidget()->width());
    setGeometry(line - kWidth / 2, 0, kWidth, parentWidget()->height());
}

void CompareDivider::paintEvent(QPaintEvent *)
{
    // It lies on pictures of any colour: a light line with dark edges shows on all.
    QPainter painter(this);
    const int x = kWidth / 2;
    painter.fillRect(QRect(x - 2, 0, 4, height()), QColor(0, 0, 0, 110));
    painter.fillRect(QRect(x - 1, 0, 2, height()), Qt::white);
    painter.setRenderHint(QPainter::Antialiasing);
    QRectF grip(0.5, (height() - kGripHeight) / 2.0, kWidth - 1, kGripHeight);
    painter.setBrush(palette().color(hasFocus() ? QPalette::Highlight : QPalette::Button));
    painter.setPen(QPen(QColor(0, 0, 0, 130), 1));
    painter.drawRoundedRect(grip, 5, 5);
    painter.setPen(QPen(palette().color(hasFocus() ? QPalette::HighlightedText : QPalette::ButtonText), 1.5));
    const double middle = grip.center().y();
    for (const double at : {-3.0, 3.0}) {
        const double tip = grip.center().x() + at * 1.7;
        painter.drawLine(QPointF(tip, middle), QPointF(tip - at * 0.9, middle - 3.5));
        painter.drawLine(QPointF(tip, middle), QPointF(tip - at * 0.9, middle + 3.5));
    }
}

void CompareDivider::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_isHeld = true;
    m_grip = event->position().toPoint().x() - kWidth / 2;
}

void CompareDivider::mouseMoveEvent(QMouseEvent *event)
{
    if (m_isHeld)
        setPosition(double(mapToParent(event->position().toPoint()).x() - m_grip) / std::max(1, parentWidget()->width()));
}

void CompareDivider::mouseReleaseEvent(QMouseEvent *)
{
    m_isHeld = false;
}

void CompareDivider::keyPressEvent(QKeyEvent *event)
{
    const double step = event->modifiers().testFlag(Qt::ShiftModifier) ? kPage : kStep;
    switch (event->key()) {
    case Qt::Key_Left: setPosition(m_position - step); break;
    case Qt::Key_Right: setPosition(m_position + step); break;
    case Qt::Key_Home: setPosition(0); break;
    case Qt::Key_End: setPosition(1); break;
    default: QWidget::keyPressEvent(event);
    }
}

void CompareDivider::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    update();
}

void CompareDivider::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    update();
}

} // namespace calotype::ui
