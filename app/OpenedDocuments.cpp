#include "app/OpenedDocuments.h"

#include <QFileOpenEvent>

#include <utility>

namespace calotype::app {

OpenedDocuments::OpenedDocuments(QObject &application)
{
    application.installEventFilter(this);
}

void OpenedDocuments::handTo(Take take)
{
    m_take = std::move(take);
    if (m_take && !m_kept.isEmpty())
        m_take(std::exchange(m_kept, {}));
}

bool OpenedDocuments::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::FileOpen)
        return QObject::eventFilter(watched, event);
    const QString file = static_cast<QFileOpenEvent *>(event)->file();
    if (file.isEmpty()) // an address, of no file
        return QObject::eventFilter(watched, event);
    if (m_take)
        m_take({file});
    else
        m_kept << file;
    return true;
}

} // namespace calotype::app
