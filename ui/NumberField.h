#pragma once

#include <QWidget>

class QDoubleSpinBox;
class QSlider;

namespace calotype::ui {

/// A slider and a spin box for one number. The slider covers the useful range, the box all that is allowed.
class NumberField final : public QWidget
{
    Q_OBJECT

public:
    struct Range {
        double least = 0;
        double most = 1;
        double sliderMost = 1; ///< the slider's end; the box goes on to most
        double step = 1;
        int decimals = 0;
    };

    explicit NumberField(const Range &range, QWidget *parent = nullptr);

    double value() const;
    const Range &range() const { return m_range; }
    QDoubleSpinBox *box() const { return m_box; }

    /// The name under which both parts are known to assistive technology.
    void setNames(const QString &name, const QString &tooltip);

public Q_SLOTS:
    /// Shows @p value without a signal.
    void setValue(double value);

Q_SIGNALS:
    /// The user has changed it.
    void edited(double value);

private:
    Range m_range;
    QSlider *m_slider;
    QDoubleSpinBox *m_box;
};

} // namespace calotype::ui
