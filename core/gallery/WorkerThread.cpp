#include "core/gallery/WorkerThread.h"

#include <latch>

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
    if (!m_thread.isRunning())
        return;
    // Qt's own wait comes after it, but ThreadSanitizer does not see Qt's locks and would doubt what follows.
    std::latch done(1);
    post([&] {
        if (last)
            last();
        m_thread.quit();
        done.count_down();
    });
    done.wait();
    m_thread.wait();
}

} // namespace calotype::gallery
