#include "core/gallery/PictureScan.h"

#include "core/gallery/DifferenceHash.h"
#include "core/gallery/GalleryItemReader.h"
#include "core/gallery/PictureFile.h"

#include <QDateTime>
#include <QFileInfo>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <utility>

namespace calotype::gallery {

namespace {

constexpr qsizetype kBatch = 16;
constexpr int kHashBatch = 16;
constexpr qint64 kYoungMs = 2000;

bool isYoung(const QFileInfo &file)
{
    // A time in the future, of a wrong clock, would be young for ever.
    return std::abs(file.lastModified().msecsTo(QDateTime::currentDateTime())) < kYoungMs;
}

/// Goes with a task, and tells the scan what came of it when the last copy of the task is gone: when it is done, or given
/// up after a failure. Until then the task may be tried again.
template<typename Found>
struct Answer {
    std::function<void(std::function<void()>)> back;
    std::function<void(const Found &)> take; ///< on the scan's thread
    Found found{};

    Answer(std::function<void(std::function<void()>)> to, std::function<void(const Found &)> taker)
        : back(std::move(to))
        , take(std::move(taker))
    {
    }
    Answer(const Answer &) = delete;
    Answer &operator=(const Answer &) = delete;
    ~Answer()
    {
        back([take = std::move(take), found = std::move(found)] { take(found); });
    }
};

} // namespace

PictureScan::PictureScan(Ports ports)
    : m_ports(std::move(ports))
{
}

void PictureScan::walk(const QString &root, bool all)
{
    const QString path = indexPath(root);
    const auto underWay = std::find_if(m_folders.begin(), m_folders.end(), [&path](const Folder &folder) {
        return folder.walk->recursive && folder.walk->root == path;
    });
    if (underWay == m_folders.end()) {
        begin(path, all, true);
        return;
    }
    Walk &walk = *underWay->walk;
    if (walk.met.isEmpty()) // it has not begun
        walk.all = walk.all || all;
    else
        walk.again = walk.again.value_or(false) || all;
}

void PictureScan::look(const QString &folder)
{
    begin(folder, false, false);
}

void PictureScan::begin(const QString &root, bool all, bool recursive)
{
    auto walk = std::make_shared<Walk>();
    walk->root = indexPath(root);
    walk->all = all;
    walk->recursive = recursive;
    walk->open = 1;
    m_folders.push_back({walk->root, walk});
    m_isReading = true;
}

void PictureScan::vanished(const QString &folder)
{
    m_ports.database([folder](GalleryDatabase &database) { return database.closeWalk(folder, {}); });
}

void PictureScan::readFirst(const QStringList &paths)
{
    m_first.insert(m_first.end(), paths.begin(), paths.end());
    m_total += static_cast<int>(paths.size());
    m_isReading = true;
}

void PictureScan::checkTrash()
{
    struct Trash {
        QStringList remembered;
        QVector<std::pair<qint64, QString>> known;
    };
    auto answer = std::make_shared<Answer<Trash>>(m_ports.back, [this](const Trash &trash) {
        QStringList there;
        std::copy_if(trash.remembered.begin(), trash.remembered.end(), std::back_inserter(there),
                     [](const QString &path) { return QFileInfo::exists(path); });
        if (!there.isEmpty())
            readFirst(there);
        QVector<qint64> gone;
        for (const auto &[id, path] : trash.known) {
            if (!QFileInfo::exists(path))
                gone << id;
        }
        if (!gone.isEmpty())
            m_ports.database([gone](GalleryDatabase &database) { return database.hide(gone); });
    });
    m_ports.database([answer = std::move(answer)](GalleryDatabase &database) {
        answer->found = {database.rememberedInTrash(), database.trashedFiles()};
        return GalleryChanges();
    });
}

bool PictureScan::step()
{
    if (!m_first.empty()) {
        readNext(m_first);
        if (m_first.empty())
            flush();
        return true;
    }
    if (!m_folders.empty()) {
        listNext();
        return true;
    }
    // A file that is read now might be in an answer that is still to come.
    if (m_unanswered > 0)
        return false;
    if (!m_files.empty()) {
        m_unread.remove(m_files.front());
        readNext(m_files);
        return true;
    }
    if (m_isReading) {
        flush();
        m_isReading = false;
        m_mayNeedHashes = true;
        m_hashBelow = std::numeric_limits<qint64>::max();
        if (!m_unreadable.isEmpty() && m_ports.unreadable)
            m_ports.unreadable(m_unreadable);
        m_unreadable.clear();
        if (m_ports.progress)
            m_ports.progress(m_done, m_total);
        m_done = 0;
        m_total = 0;
        if (m_ports.drained)
            m_ports.drained();
        return true;
    }
    if (!m_hashes.empty()) {
        hashNext();
        return true;
    }
    if (m_mayNeedHashes && !m_isAskingForHashes) {
        askForHashes();
        // Where the database answers on the spot, there may be some now.
        return !m_hashes.empty();
    }
    return false;
}

void PictureScan::listNext()
{
    flush(); // lest the database names what is read but not stored
    const Folder next = std::move(m_folders.front());
    m_folders.pop_front();
    Walk &walk = *next.walk;
    if (m_ports.visiting)
        m_ports.visiting(next.path);
    const FolderListing listing = listFolder(next.path);
    --walk.open;
    if (!listing.readable) {
        const bool isRoot = next.path == walk.root;
        const bool exists = QFileInfo::exists(next.path);
        if (isRoot && !exists && m_ports.rootMissing)
            m_ports.rootMissing(next.path);
        // What went during the walk is found by its end; what may not be read now is there yet.
        if (isRoot || exists)
            m_ports.database([folder = next.path](GalleryDatabase &database) { return database.markMissing(folder); });
    } else {
        walk.met << listing.folder;
        QStringList below = listing.subfolders;
        if (!walk.recursive)
            below = m_ports.unknownSubfolders ? m_ports.unknownSubfolders(listing) : QStringList();
        for (const QString &path : std::as_const(below)) {
            m_folders.push_back({path, next.walk});
            ++walk.open;
        }
        ++m_unanswered;
        auto answer = std::make_shared<Answer<QStringList>>(m_ports.back, [this](const QStringList &toRead) {
            --m_unanswered;
            for (const QString &path : toRead) {
                if (m_unread.contains(path))
                    continue; // by another listing
                m_unread.insert(path);
                m_files.push_back(path);
                ++m_total;
            }
        });
        m_ports.database([listing, all = walk.all, answer = std::move(answer)](GalleryDatabase &database) {
            answer->found.clear();
            return database.compare(listing, all, &answer->found);
        });
    }
    const bool isWhole = walk.recursive && walk.open == 0 && walk.met.contains(walk.root);
    if (isWhole) {
        m_ports.database([root = walk.root, met = walk.met](GalleryDatabase &database) { return database.closeWalk(root, met); });
    }
    if (walk.open == 0 && walk.again)
        begin(walk.root, *walk.again, true);
}

void PictureScan::readNext(std::deque<QString> &files)
{
    const QString path = files.front();
    files.pop_front();
    ++m_done;
    auto item = readGalleryItem(path);
    const QFileInfo file(path);
    if (file.exists() && isYoung(file) && m_ports.youngFile)
        m_ports.youngFile(indexPath(path));
    if (item)
        m_batch << std::move(item).value();
    else
        takeUnreadable(path);
    if (m_batch.size() >= kBatch || files.empty())
        flush();
}

void PictureScan::takeUnreadable(const QString &path)
{
    const QFileInfo file(path);
    // One that has gone meanwhile is no concern; one that is being written is looked at again.
    if (!file.exists() || (isYoung(file) && m_ports.youngFile))
        return;
    m_unreadable << indexPath(path);
    m_ports.database([folder = indexPath(file.path()), stamp = FolderListing::File{file.fileName(), file.size(),
                                                                                   file.lastModified().toMSecsSinceEpoch()}](
                         GalleryDatabase &database) {
        database.passOver(stamp, folder);
        return GalleryChanges();
    });
}

void PictureScan::flush()
{
    if (m_batch.isEmpty())
        return;
    m_ports.database([batch = std::exchange(m_batch, {})](GalleryDatabase &database) { return database.store(batch); });
    if (m_ports.progress)
        m_ports.progress(m_done, m_total);
}

void PictureScan::askForHashes()
{
    m_isAskingForHashes = true;
    using Pictures = QVector<std::pair<qint64, QString>>;
    auto answer = std::make_shared<Answer<Pictures>>(m_ports.back, [this](const Pictures &found) {
        m_isAskingForHashes = false;
        m_mayNeedHashes = !found.isEmpty();
        if (!found.isEmpty())
            m_hashBelow = found.last().first;
        m_hashes.assign(found.begin(), found.end());
    });
    m_ports.database([below = m_hashBelow, answer = std::move(answer)](GalleryDatabase &database) {
        answer->found = database.withoutDifferenceHash(kHashBatch, below);
        return GalleryChanges();
    });
}

void PictureScan::hashNext()
{
    const auto [id, path] = m_hashes.front();
    m_hashes.pop_front();
    const auto image = decodePicture(path);
    if (!image && image.error().code == ErrorCode::NotFound)
        return;
    const auto hash = image ? std::optional(differenceHash(image.value())) : std::nullopt;
    m_ports.database([id = id, hash](GalleryDatabase &database) {
        database.setDifferenceHash(id, hash);
        return GalleryChanges();
    });
}

} // namespace calotype::gallery
