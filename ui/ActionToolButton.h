#pragma once

#include <QToolButton>

class QAction;

namespace calotype::ui {

/// A flat button for an action: its icon text to see, its tip and its key to read; to hear, its words, or its icon text where
/// that is another word. It is named for the action ("viewerNextButton" for "viewerNext").
class ActionToolButton final : public QToolButton
{
    Q_OBJECT

public:
    /// @param action  not owned
    explicit ActionToolButton(QAction *action, QWidget *parent = nullptr);

private:
    void refresh();
};

} // namespace calotype::ui
