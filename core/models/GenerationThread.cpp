#include "core/models/GenerationThread.h"

#include <utility>

namespace calotype::models {

GenerationThread::Worker::Worker(GenerationThread &owner)
    : m_owner(owner)
{
    setAutoDelete(false);
}

void GenerationThread::Worker::run()
{
    m_owner.runNext();
}

GenerationThread::GenerationThread()
    : m_worker(*this)
{
    m_pool.setMaxThreadCount(1);
    m_pool.setExpiryTimeout(-1);
    m_pool.setObjectName(QStringLiteral("generation"));
}

GenerationThread::~GenerationThread()
{
    m_pool.waitForDone();
}

void GenerationThread::post(std::function<void()> task)
{
    {
        const std::lock_guard lock(m_mutex);
        m_tasks.push_back(std::move(task));
    }
    m_pool.start(&m_worker);
}

void GenerationThread::runNext()
{
    std::function<void()> task;
    {
        const std::lock_guard lock(m_mutex);
        task = std::move(m_tasks.front());
        m_tasks.pop_front();
    }
    task();
}

} // namespace calotype::models
