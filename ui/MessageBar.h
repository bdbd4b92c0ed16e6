#pragma once

#include "core/base/Error.h"

#include <QFrame>

#include <functional>

class QLabel;
class QToolButton;

namespace calotype::ui {

/// A line across the top of the window: one sentence on what failed or what is worth knowing, with the details to
/// copy. The newest message takes the place of the one before, but a note never that of an error.
class MessageBar final : public QFrame
{
    Q_OBJECT

public:
    explicit MessageBar(QWidget *parent = nullptr);

    QString text() const;

public Q_SLOTS:
    /// Cancelled is no failure and is not shown.
    void showError(const calotype::Error &error);
    void showNote(const QString &sentence);
    /// What the user has just done can be taken back: @p undo, once. It takes the place of every other message.
    void offerUndo(const QString &sentence, const std::function<void()> &undo);
    void dismiss();

protected:
    void changeEvent(QEvent *event) override;

private:
    void tell(const QString &sentence, const QString &details, bool isError);
    void copyDetails();
    void dress();

    QLabel *m_mark;
    QLabel *m_text;
    QToolButton *m_undo;
    QToolButton *m_copy;
    QToolButton *m_close;
    QString m_details;
    std::function<void()> m_takeBack; ///< empty: nothing to take back
    bool m_isError = false;
};

} // namespace calotype::ui
