#include "ui/CloseQuestion.h"

namespace calotype::ui {

namespace {

QString wordsFor(CloseQuestion::Reason reason)
{
    switch (reason) {
    case CloseQuestion::Reason::Preparing:
        return CloseQuestion::tr("What you asked for last is not in the queue yet, and closing drops it. What is in the queue "
                                 "stays there.");
    case CloseQuestion::Reason::Running:
        return CloseQuestion::tr("A picture is being made. The queue goes on with it the next time; finished pictures are kept.");
    case CloseQuestion::Reason::Unsaved: break;
    }
    return CloseQuestion::tr("A finished picture could not be saved, and closing loses it. Make room on the disk and resume "
                             "the queue, or copy the picture first.");
}

} // namespace

CloseQuestion::CloseQuestion(Reason reason, QWidget *window)
    : QMessageBox(Question, tr("Close Calotype?"), wordsFor(reason), NoButton, window)
{
    setObjectName(QStringLiteral("closeQuestion"));
    addButton(tr("Close"), AcceptRole);
    addButton(tr("Keep Open"), RejectRole);
    setAttribute(Qt::WA_DeleteOnClose);
}

} // namespace calotype::ui
