#include "core/gallery/GalleryService.h"

#include <algorithm>
#include <exception>
#include <utility>

namespace calotype::gallery {

namespace {

constexpr int kBusyTimeoutMs = 1000;
constexpr int kRetryMs = 300;
constexpr int kAttemptsUntilTold = 3;
constexpr int kJournalMs = 1000;

} // namespace

GalleryService::GalleryService(QString path, Listener listener)
    : m_path(std::move(path))
    , m_listener(std::move(listener))
    , m_retry(this)
    , m_journal(this)
{
    m_retry.setSingleShot(true);
    m_retry.setInterval(kRetryMs);
    connect(&m_retry, &QTimer::timeout, this, &GalleryService::runWaiting);
    m_journal.setSingleShot(true);
    m_journal.setInterval(kJournalMs);
    connect(&m_journal, &QTimer::timeout, this, &GalleryService::writeJournal);
}

void GalleryService::request(Kind kind, Task task)
{
    // Behind what waits for a lock, unless reading gets through: a log lets it, other journals do not.
    const bool mayRun = m_waiting.empty() || kind == Kind::Reading;
    if (mayRun && run(task) == Outcome::Done)
        return;
    m_waiting.push_back({kind, std::move(task)});
    if (!m_retry.isActive())
        m_retry.start();
}

void GalleryService::runWaiting()
{
    while (!m_waiting.empty()) {
        if (run(m_waiting.front().task) == Outcome::Locked) {
            m_retry.start();
            return;
        }
        m_waiting.pop_front();
    }
}

GalleryService::Outcome GalleryService::run(const Task &task)
{
    bool wasReplaced = false;
    for (;;) {
        try {
            const GalleryChanges changes = task(opened());
            m_attempts = 0;
            for (const qint64 id : changes.added)
                m_highestId = std::max(m_highestId, id);
            if (!changes.isEmpty())
                m_listener.changed(changes);
            if (!m_journal.isActive() && m_database->isJournalDue())
                m_journal.start();
            return Outcome::Done;
        } catch (const Failure &failure) {
            if (GalleryDatabase::isLocked(failure.error())) {
                if (++m_attempts == kAttemptsUntilTold)
                    m_listener.failed(failure.error());
                return Outcome::Locked;
            }
            const bool canReplace = failure.error().code == ErrorCode::Damaged && !wasReplaced;
            if (!canReplace) {
                fail(failure.error());
                return Outcome::Done;
            }
        } catch (const std::exception &fault) {
            fail({ErrorCode::Internal, "The picture index failed in a way that it should not.", fault.what()});
            return Outcome::Done;
        }
        try {
            wasReplaced = true;
            replaceDatabase();
        } catch (const Failure &failure) {
            fail(failure.error());
            return Outcome::Done;
        }
    }
}

GalleryDatabase &GalleryService::opened()
{
    if (!m_database) {
        m_database = std::make_unique<GalleryDatabase>(m_path, kBusyTimeoutMs);
        m_lastOpenError.clear();
        m_highestId = std::max(m_highestId, m_database->highestId());
        if (m_database->notice())
            m_listener.failed(*m_database->notice());
    }
    return *m_database;
}

void GalleryService::replaceDatabase()
{
    m_database.reset();
    const QString aside = GalleryDatabase::setAside(m_path);
    opened().startIdsAfter(m_highestId);
    m_listener.failed({ErrorCode::Damaged,
                       QStringLiteral("The picture index was damaged. It was set aside as “%1” and is being rebuilt from the "
                                      "pictures; ratings and tags are kept.")
                           .arg(aside)
                           .toStdString(),
                       {}});
    m_listener.replaced();
}

void GalleryService::fail(const Error &error)
{
    if (!m_database && error.message == m_lastOpenError)
        return;
    if (!m_database)
        m_lastOpenError = error.message;
    m_listener.failed(error);
}

void GalleryService::writeJournal()
{
    request(Kind::Writing, [](GalleryDatabase &database) {
        if (database.isJournalDue())
            database.writeJournal();
        return GalleryChanges();
    });
}

void GalleryService::close()
{
    m_retry.stop();
    m_journal.stop();
    while (!m_waiting.empty()) {
        if (run(m_waiting.front().task) == Outcome::Locked) {
            m_listener.failed({ErrorCode::Io,
                               QStringLiteral("The picture index “%1” was in use by another program to the end; the last ratings, "
                                              "tags and new pictures are not in it.")
                                   .arg(m_path)
                                   .toStdString(),
                               {}});
            m_waiting.clear();
            break;
        }
        m_waiting.pop_front();
    }
    m_database.reset();
}

} // namespace calotype::gallery
