#pragma once

#include <QPushButton>

class QAction;

namespace calotype::ui {

/// A push button that shows an action: its words, whether it can be done, and its shortcut in the tooltip.
class ActionButton final : public QPushButton
{
    Q_OBJECT

public:
    explicit ActionButton(QAction *action, QWidget *parent = nullptr);

    /// Paints it in the colour of the selection: the one thing to press.
    void setMarked(bool marked);

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void refresh();
    void dress();

    QAction *m_action;
    bool m_marked = false;
};

} // namespace calotype::ui
