#include "core/gallery/WorkerThread.h"

#include <utility>

namespace calotype::gallery {

WorkerThread::WorkerThread(const QString &name)
{
    m_thread.setObjectName(name);
    m_courier.moveToThread(&m_thread);
    m_thread.start();
}

WorkerThread::~WorkerThread()
{
    if (m_thread.isRunning())
        finish({});
}

void WorkerThread::finish(std::function<void()> last)
{
    post([this, last = std::move(last)] {
        if (last)
            last();
        m_thread.quit();
    });
    m_thread.wait();
}

} // namespace calotype::gallery
