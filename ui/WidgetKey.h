#pragma once

#include <QKeySequence>
#include <QObject>

class QAction;
class QWidget;

namespace calotype::ui {

/// A key that means an order while one widget has the focus, beside the order's own keys. It is taken as views take theirs,
/// after all shortcuts: so an order that the user gives the same key is not ambiguous with it.
class WidgetKey final : public QObject
{
    Q_OBJECT

public:
    /// @param widget  owns it
    /// @param key     one press
    /// @param action  outlives the widget's last press
    WidgetKey(const QKeySequence &key, QAction *action, QWidget *widget);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QKeySequence m_key;
    QAction *m_action;
};

} // namespace calotype::ui
