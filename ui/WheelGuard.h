#pragma once

#include <QObject>

class QWidget;

namespace calotype::ui {

/// Keeps the wheel from changing the fields that it merely passes over: without the focus, a guarded widget leaves
/// the wheel to the panel that scrolls.
class WheelGuard final : public QObject
{
    Q_OBJECT

public:
    /// Guards @p widget, and owns the guard to it.
    static void protect(QWidget *widget);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    using QObject::QObject;
};

} // namespace calotype::ui
