#include "core/gallery/GalleryService.h"

#include "core/gallery/LockFile.h"
#include "core/gallery/WaitingEdits.h"

#include <spdlog/spdlog.h>

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSet>
#include <QThread>

#include <algorithm>
#include <exception>
#include <iterator>
#include <utility>

namespace calotype::gallery {

namespace {

constexpr int kBusyTimeoutMs = 1000;
constexpr int kRetryMs = 300;
constexpr int kAttemptsUntilTold = 3;
constexpr int kJournalMs = 1000;
constexpr int kClosingMs = 2000;
constexpr int kPauseMs = 20; ///< between attempts at the end; some locks are told of without waiting

std::unique_ptr<QLockFile> lockFor(const QString &editsPath)
{
    auto lock = std::make_unique<QLockFile>(WaitingEdits::lockPathFor(editsPath));
    lock->setStaleLockTime(0); // however long its program runs
    return lock;
}

// For an index that is made anew; without that, the edit is known by its ids.
void identify(GalleryEdit &edit, const GalleryDatabase *database)
{
    try {
        if (database)
            edit.identify(*database);
    } catch (const Failure &failure) {
        spdlog::warn("gallery: {} {}", failure.error().message, failure.error().detail);
    }
}

} // namespace

GalleryService::GalleryService(QString path, Listener listener)
    : m_path(std::move(path))
    , m_listener(std::move(listener))
    , m_editsPath(WaitingEdits::newPathFor(m_path))
    , m_retry(this)
    , m_journal(this)
{
    m_retry.setSingleShot(true);
    m_retry.setInterval(kRetryMs);
    connect(&m_retry, &QTimer::timeout, this, &GalleryService::runWaiting);
    m_journal.setSingleShot(true);
    m_journal.setInterval(kJournalMs);
    connect(&m_journal, &QTimer::timeout, this, &GalleryService::writeJournal);
    takeOver();
}

void GalleryService::takeOver()
{
    for (const QString &path : WaitingEdits::filesFor(m_path)) {
        auto lock = lockFor(path);
        if (!takeLock(*lock))
            continue; // its program lives
        try {
            for (GalleryEdit &edit : WaitingEdits::read(path))
                m_waiting.push_back(waitingFor(std::move(edit)));
            m_takenOver.push_back({path, std::move(lock)});
        } catch (const Failure &failure) {
            if (failure.error().code == ErrorCode::Damaged)
                QFile::rename(path, path + QStringLiteral(".damaged")); // told once
            m_listener.failed(failure.error());
        }
    }
    if (!m_takenOver.empty())
        QMetaObject::invokeMethod(this, &GalleryService::runWaiting, Qt::QueuedConnection);
}

/// @param order  of an edit that was given one; else it is the newest
GalleryService::Waiting GalleryService::waitingFor(GalleryEdit edit, quint64 order)
{
    auto shared = std::make_shared<GalleryEdit>(std::move(edit));
    return {Kind::Writing, [shared](GalleryDatabase &database) { return shared->apply(database); }, {}, shared,
            order != 0 ? order : ++m_lastOrder};
}

void GalleryService::edit(GalleryEdit edit)
{
    Waiting waiting = waitingFor(std::move(edit));
    Error error;
    const Outcome outcome = m_waiting.empty() ? attempt(waiting.task, error) : Outcome::Locked;
    if (outcome == Outcome::Done) {
        settle(waiting);
    } else if (outcome == Outcome::Locked) {
        identify(*waiting.edit, m_database.get());
        m_waiting.push_back(std::move(waiting));
        if (!m_retry.isActive())
            m_retry.start();
    } else {
        fail(error); // so it was not done; but nobody else knows where a file lies by now
        if (waiting.edit->hasMoved())
            leaveOver(waiting);
    }
    keepEdits();
}

void GalleryService::request(Kind kind, Task task, std::function<void()> failed)
{
    // Behind what waits for a lock, unless reading gets through: a log lets it, other journals do not.
    const bool mayRun = m_waiting.empty() || kind == Kind::Reading;
    Error error;
    const Outcome outcome = mayRun ? attempt(task, error) : Outcome::Locked;
    if (outcome == Outcome::Locked) {
        m_waiting.push_back({kind, std::move(task), std::move(failed), {}, 0});
        if (!m_retry.isActive())
            m_retry.start();
    } else if (outcome != Outcome::Done) {
        fail(error);
        if (failed)
            failed();
    }
}

void GalleryService::runWaiting()
{
    while (!m_waiting.empty()) {
        if (runFirst() == Outcome::Locked) {
            m_retry.start();
            break;
        }
    }
    keepEdits(); // of a file that was moved before the lock was met, the place as well
}

/// Runs what waits longest; unless a lock keeps it out, it waits no more.
GalleryService::Outcome GalleryService::runFirst()
{
    Waiting first = std::move(m_waiting.front());
    m_waiting.pop_front();
    Error error;
    const Outcome outcome = attempt(first.task, error);
    if (outcome == Outcome::Locked) {
        m_waiting.push_front(std::move(first));
        return outcome;
    }
    if (outcome == Outcome::Done) {
        if (first.edit)
            settle(first);
        return outcome;
    }
    const bool isToldAlready = first.edit && error.message == m_lastEditError;
    if (first.edit)
        m_lastEditError = error.message;
    if (!isToldAlready)
        fail(error);
    if (first.edit && outcome == Outcome::Failed)
        leaveOver(first);
    if (first.failed)
        first.failed();
    return outcome;
}

void GalleryService::settle(const Waiting &done)
{
    if (!m_leftOver.empty()) {
        identify(*done.edit, m_database.get());
        for (LeftOver &older : m_leftOver) {
            if (older.order < done.order)
                older.edit.yieldTo(*done.edit);
        }
        std::erase_if(m_leftOver, [](const LeftOver &left) { return left.edit.pictures.isEmpty(); });
    }
    if (done.edit->unmet.isEmpty())
        return;
    LeftOver left{*done.edit, done.order, false};
    left.edit.pictures = std::exchange(left.edit.unmet, {});
    m_leftOver.push_back(std::move(left));
}

void GalleryService::leaveOver(const Waiting &failed)
{
    identify(*failed.edit, m_database.get());
    m_leftOver.push_back({*failed.edit, failed.order, true});
}

/// What was left over for pictures that have come now is next, before anything that the user says of them from now on.
void GalleryService::resumeAwaited(const QVector<qint64> &added)
{
    const bool isAny = std::any_of(m_leftOver.begin(), m_leftOver.end(), [](const LeftOver &left) { return !left.hasFailed; });
    if (added.isEmpty() || !isAny)
        return;
    QSet<QByteArray> hashes;
    QSet<QString> paths;
    for (const GalleryItem &item : m_database->items(added)) {
        hashes.insert(item.contentHash);
        paths.insert(item.path);
    }
    std::vector<Waiting> resumed;
    for (LeftOver &left : m_leftOver) {
        if (left.hasFailed)
            continue;
        GalleryEdit edit = left.edit;
        edit.pictures.removeIf([&](const GalleryEdit::Picture &picture) {
            return !hashes.contains(picture.contentHash) && !paths.contains(picture.path);
        });
        if (edit.pictures.isEmpty())
            continue;
        left.edit.pictures.removeIf([&](const GalleryEdit::Picture &picture) { return edit.pictures.contains(picture); });
        resumed.push_back(waitingFor(std::move(edit), left.order));
    }
    std::erase_if(m_leftOver, [](const LeftOver &left) { return left.edit.pictures.isEmpty(); });
    if (resumed.empty())
        return;
    m_waiting.insert(m_waiting.begin(), std::make_move_iterator(resumed.begin()), std::make_move_iterator(resumed.end()));
    QMetaObject::invokeMethod(this, &GalleryService::runWaiting, Qt::QueuedConnection);
}

/// Brings the file of waiting edits in line with what waits and what is left over.
void GalleryService::keepEdits()
{
    std::stable_sort(m_leftOver.begin(), m_leftOver.end(), [](const LeftOver &a, const LeftOver &b) { return a.order < b.order; });
    QVector<GalleryEdit> edits;
    for (const LeftOver &left : m_leftOver)
        edits << left.edit;
    for (const Waiting &waiting : m_waiting) {
        if (waiting.edit)
            edits << *waiting.edit;
    }
    if (edits != m_kept) {
        if (!m_editsLock)
            m_editsLock = lockFor(m_editsPath);
        if (!m_editsLock->isLocked()) { // the last try may have met a full disk
            QDir().mkpath(QFileInfo(m_editsPath).absolutePath());
            takeLock(*m_editsLock);
        }
        try {
            WaitingEdits::write(m_editsPath, edits);
        } catch (const Failure &failure) {
            tellUnkept(failure.error());
            return;
        }
        m_isUnkept = false;
        m_kept = edits;
        if (m_kept.isEmpty())
            m_editsLock.reset();
    }
    for (const TakenOver &taken : m_takenOver)
        QFile::remove(taken.path);
    m_takenOver.clear();
}

/// Once, not with each try.
void GalleryService::tellUnkept(const Error &error)
{
    spdlog::error("gallery: {} {}", error.message, error.detail);
    if (std::exchange(m_isUnkept, true))
        return;
    m_listener.failed({error.code,
                       QStringLiteral("Changes that wait for the picture index could not be kept in “%1” meanwhile; see that the folder "
                                      "may be written to and the disk has room, or they are lost when Calotype ends.")
                           .arg(QFileInfo(m_editsPath).absolutePath())
                           .toStdString(),
                       error.message + ' ' + error.detail});
}

/// Tells nobody of the failure, but of a lock that lasts and of a damaged database.
GalleryService::Outcome GalleryService::attempt(const Task &task, Error &error)
{
    for (bool wasReplaced = false;; wasReplaced = true) {
        try {
            const GalleryChanges changes = task(opened());
            m_attempts = 0;
            for (const qint64 id : changes.added)
                m_highestId = std::max(m_highestId, id);
            if (!changes.isEmpty())
                m_listener.changed(changes);
            if (!m_journal.isActive() && m_database->isJournalDue())
                m_journal.start();
            try {
                resumeAwaited(changes.added);
            } catch (const Failure &failure) {
                spdlog::warn("gallery: {} {}", failure.error().message, failure.error().detail); // the next start does it
            }
            return Outcome::Done;
        } catch (const Failure &failure) {
            error = failure.error();
        } catch (const std::exception &fault) {
            error = {ErrorCode::Internal, "The picture index failed in a way that it should not.", fault.what()};
            return Outcome::Failed;
        }
        if (GalleryDatabase::isLocked(error)) {
            if (++m_attempts == kAttemptsUntilTold)
                m_listener.failed(error);
            return Outcome::Locked;
        }
        if (error.code != ErrorCode::Damaged || wasReplaced) {
            const bool isHopeless = error.code == ErrorCode::NotFound || error.code == ErrorCode::WrongUse;
            return m_database && isHopeless ? Outcome::Refused : Outcome::Failed;
        }
        try {
            replaceDatabase();
        } catch (const Failure &failure) {
            error = failure.error();
            return Outcome::Failed;
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
    const QDeadlineTimer deadline(kClosingMs);
    while (!m_waiting.empty()) {
        if (m_waiting.front().kind == Kind::Reading) {
            m_waiting.pop_front(); // nobody listens any longer
            continue;
        }
        if (runFirst() != Outcome::Locked)
            continue;
        if (deadline.hasExpired()) {
            spdlog::warn("gallery: {} was in use by another program to the end; the last changes are kept for the next start",
                         m_path.toStdString());
            break;
        }
        QThread::msleep(kPauseMs);
    }
    keepEdits();
    m_waiting.clear();
    m_takenOver.clear();
    m_editsLock.reset(); // the next program may have what is left
    m_database.reset();
}

} // namespace calotype::gallery
