#pragma once

#include <QToolButton>

class QAction;

namespace calotype::ui {

/// A flat button for an action: its icon text to see, its words to hear, its tip and its key to read. It is named for the
/// action ("viewerNextButton" for "viewerNext").
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
