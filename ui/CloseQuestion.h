#pragma once

#include <QMessageBox>

namespace calotype::ui {

/// Asks whether the window is to be closed though something would be left behind; accepted() where it is. Deletes itself.
class CloseQuestion final : public QMessageBox
{
    Q_OBJECT

public:
    /// What is under way when the window is to be closed.
    enum class Reason {
        Preparing, ///< what was asked for last is not in the queue yet
        Running,   ///< a picture is being made
        Unsaved,   ///< one is made, and could not be saved
    };

    CloseQuestion(Reason reason, QWidget *window);
};

} // namespace calotype::ui
