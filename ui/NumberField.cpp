#include "ui/NumberField.h"

#include "ui/WheelGuard.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QSlider>

#include <cmath>

namespace calotype::ui {

NumberField::NumberField(const Range &range, QWidget *parent)
    : QWidget(parent)
    , m_range(range)
    , m_slider(new QSlider(Qt::Horizontal, this))
    , m_box(new QDoubleSpinBox(this))
{
    m_slider->setRange(static_cast<int>(std::lround(range.least / range.step)),
                       static_cast<int>(std::lround(range.sliderMost / range.step)));
    m_slider->setMinimumWidth(48);
    m_box->setRange(range.least, range.most);
    m_box->setSingleStep(range.step);
    m_box->setDecimals(range.decimals);
    m_box->setKeyboardTracking(false);
    m_box->setAlignment(Qt::AlignRight);
    WheelGuard::protect(m_slider);
    WheelGuard::protect(m_box);
    m_slider->setFocusPolicy(Qt::ClickFocus); // by keyboard the box says the same, exactly
    setFocusProxy(m_box);

    connect(m_slider, &QSlider::valueChanged, this, [this](int position) {
        const double value = position * m_range.step;
        const QSignalBlocker quiet(m_box);
        m_box->setValue(value);
        Q_EMIT edited(value);
    });
    connect(m_box, &QDoubleSpinBox::valueChanged, this, [this](double value) {
        setValue(value);
        Q_EMIT edited(value);
    });

    auto *const layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_slider, 1);
    layout->addWidget(m_box);
}

double NumberField::value() const
{
    return m_box->value();
}

void NumberField::setNames(const QString &name, const QString &tooltip)
{
    for (QWidget *const part : {static_cast<QWidget *>(m_slider), static_cast<QWidget *>(m_box)}) {
        part->setAccessibleName(name);
        part->setToolTip(tooltip);
    }
}

void NumberField::setValue(double value)
{
    const QSignalBlocker quietBox(m_box);
    const QSignalBlocker quietSlider(m_slider);
    m_box->setValue(value);
    m_slider->setValue(static_cast<int>(std::lround(value / m_range.step)));
}

} // namespace calotype::ui
