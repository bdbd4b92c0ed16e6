#include "ui/gallery/SmoothScroll.h"

#include <QApplication>
#include <QScrollBar>
#include <QStyle>
#include <QWheelEvent>

#include <algorithm>

namespace calotype::ui {

namespace {

constexpr int kGlideMs = 160;
constexpr int kNotch = 120; ///< eighths of a degree

} // namespace

SmoothScroll::SmoothScroll(QScrollBar *bar, QObject *parent)
    : QObject(parent)
    , m_bar(bar)
{
    m_animation.setDuration(kGlideMs);
    m_animation.setEasingCurve(QEasingCurve::OutCubic);
    connect(&m_animation, &QVariantAnimation::valueChanged, m_bar,
            [this](const QVariant &value) { m_bar->setValue(value.toInt()); });
    connect(m_bar, &QScrollBar::sliderPressed, this, &SmoothScroll::stop);
    connect(m_bar, &QScrollBar::actionTriggered, this, &SmoothScroll::stop);
}

bool SmoothScroll::handle(const QWheelEvent &event)
{
    if (!event.pixelDelta().isNull() && event.phase() != Qt::NoScrollPhase) {
        stop();
        m_bar->setValue(m_bar->value() - event.pixelDelta().y());
        return true;
    }
    const int turned = event.angleDelta().y() + m_rest;
    if (event.angleDelta().y() == 0)
        return false;
    const int step = std::max(1, m_bar->singleStep() * QApplication::wheelScrollLines());
    const int pixels = turned * step / kNotch;
    m_rest = turned - pixels * kNotch / step;
    const bool gliding = m_animation.state() == QAbstractAnimation::Running;
    const int from = gliding ? m_animation.endValue().toInt() : m_bar->value();
    const int goal = std::clamp(from - pixels, m_bar->minimum(), m_bar->maximum());
    stop();
    if (m_bar->style()->styleHint(QStyle::SH_Widget_Animate, nullptr, m_bar)) {
        m_animation.setStartValue(m_bar->value());
        m_animation.setEndValue(goal);
        m_animation.start();
    } else {
        m_bar->setValue(goal);
    }
    return true;
}

void SmoothScroll::stop()
{
    m_animation.stop();
}

} // namespace calotype::ui
