#include "ui/ResultsModel.h"

#include "ui/QtImage.h"

#include <QDir>
#include <QMimeData>
#include <QUrl>

#include <algorithm>

namespace calotype::ui {

namespace {

/// Longest side in pixels: a filmstrip tile at a scale of 2.
constexpr int kThumbnailSize = 192;

QImage thumbnailOf(const std::shared_ptr<const GeneratedImage> &picture)
{
    const QImage full = asQImage({picture, &picture->image});
    return full.scaled(kThumbnailSize, kThumbnailSize, Qt::KeepAspectRatio, Qt::SmoothTransformation)
        .convertToFormat(QImage::Format_RGB32);
}

} // namespace

ResultsModel::ResultsModel(QObject *parent)
    : QAbstractListModel(parent)
{
}

int ResultsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : firstEntryRow() + resultCount();
}

QVariant ResultsModel::liveData(int role) const
{
    switch (role) {
    case Qt::DecorationRole: return m_livePreview;
    case Qt::AccessibleTextRole:
    case Qt::ToolTipRole: return tr("The picture in the making");
    case LiveRole: return true;
    case ProgressRole: return m_liveProgress;
    case IdRole: return qint64{0};
    default: return {};
    }
}

QVariant ResultsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    if (m_hasLive && index.row() == 0)
        return liveData(role);
    const ResultEntry &entry = m_entries[static_cast<std::size_t>(index.row() - firstEntryRow())];
    switch (role) {
    case Qt::DecorationRole: return entry.thumbnail;
    case Qt::AccessibleTextRole:
        return tr("Picture with seed %1: %2").arg(entry.seed).arg(QString::fromStdString(entry.request.prompt));
    case Qt::ToolTipRole: {
        const QString what = tr("%1 × %2, seed %3").arg(entry.size.width()).arg(entry.size.height()).arg(entry.seed);
        const QString where = !entry.saveError.isEmpty() ? entry.saveError
                              : entry.path.isEmpty()     ? tr("Being saved…")
                                                         : QDir::toNativeSeparators(entry.path);
        return what + u'\n' + where;
    }
    case IdRole: return entry.id;
    case LiveRole: return false;
    case PathRole: return entry.path;
    case SeedRole: return entry.seed;
    case SaveErrorRole: return entry.saveError;
    default: return {};
    }
}

Qt::ItemFlags ResultsModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = QAbstractListModel::flags(index);
    if (index.isValid())
        flags |= Qt::ItemNeverHasChildren;
    if (entry(index))
        flags |= Qt::ItemIsDragEnabled;
    return flags;
}

QStringList ResultsModel::mimeTypes() const
{
    return {QStringLiteral("text/uri-list"), QStringLiteral("application/x-qt-image")};
}

QMimeData *ResultsModel::mimeData(const QModelIndexList &indexes) const
{
    auto data = std::make_unique<QMimeData>();
    QList<QUrl> urls;
    for (const QModelIndex &index : indexes) {
        const ResultEntry *const result = entry(index);
        if (!result)
            continue;
        if (!result->path.isEmpty())
            urls.append(QUrl::fromLocalFile(result->path));
        if (indexes.size() == 1 && result->picture)
            data->setImageData(asQImage({result->picture, &result->picture->image}));
    }
    if (!urls.isEmpty())
        data->setUrls(urls);
    return data->formats().isEmpty() ? nullptr : data.release();
}

qint64 ResultsModel::add(std::shared_ptr<const GeneratedImage> picture, const GenerationRequest &request,
                         const ModelSpec &model)
{
    ResultEntry entry;
    entry.id = m_nextId++;
    entry.size = QSize(picture->image.width, picture->image.height);
    entry.seed = picture->seed;
    entry.request = request;
    entry.model = model;
    entry.picture = std::move(picture);

    const qint64 id = entry.id;
    beginInsertRows({}, firstEntryRow(), firstEntryRow());
    m_entries.insert(m_entries.begin(), std::move(entry));
    endInsertRows();
    makeThumbnail(m_entries.front());
    keepWithinLimit();
    return id;
}

void ResultsModel::makeThumbnail(const ResultEntry &entry)
{
    m_background.run([picture = entry.picture] { return thumbnailOf(picture); },
                     [this, id = entry.id](const QImage &thumbnail) {
                         if (ResultEntry *const made = find(id)) {
                             made->thumbnail = thumbnail;
                             tellChanged(id, {Qt::DecorationRole});
                         } else if (ResultEntry *const takenOut = findTakenOut(id)) {
                             takenOut->thumbnail = thumbnail;
                             takenOut->picture.reset(); // the file comes back with it
                         }
                     });
}

void ResultsModel::setSaved(qint64 id, const QString &path)
{
    if (ResultEntry *const entry = find(id)) {
        entry->path = path;
        entry->saveError.clear();
        tellChanged(id, {PathRole, SaveErrorRole, Qt::ToolTipRole});
        keepWithinLimit();
    }
}

void ResultsModel::setSaveError(qint64 id, const QString &sentence)
{
    if (ResultEntry *const entry = find(id)) {
        entry->saveError = sentence;
        tellChanged(id, {SaveErrorRole, Qt::ToolTipRole});
    }
}

void ResultsModel::takeOut(const QString &path)
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(), [&path](const ResultEntry &e) { return e.path == path; });
    if (path.isEmpty() || found == m_entries.end())
        return;
    const int row = firstEntryRow() + static_cast<int>(found - m_entries.begin());
    beginRemoveRows({}, row, row);
    m_trashed.push_back(std::move(*found));
    m_entries.erase(found);
    endRemoveRows();
    if (ResultEntry &entry = m_trashed.back(); !entry.thumbnail.isNull())
        entry.picture.reset(); // the file comes back with it
    if (m_trashed.size() > kMostTakenOut)
        m_trashed.pop_front();
}

QModelIndex ResultsModel::bringBack(const QString &path)
{
    const auto found = std::find_if(m_trashed.begin(), m_trashed.end(), [&path](const ResultEntry &e) { return e.path == path; });
    if (found == m_trashed.end())
        return {};
    ResultEntry entry = std::move(*found);
    m_trashed.erase(found);
    const qint64 id = entry.id;
    const auto place = std::find_if(m_entries.begin(), m_entries.end(), [id](const ResultEntry &e) { return e.id < id; });
    const int row = firstEntryRow() + static_cast<int>(place - m_entries.begin());
    beginInsertRows({}, row, row);
    m_entries.insert(place, std::move(entry));
    endInsertRows();
    keepWithinLimit();
    return indexOf(id);
}

void ResultsModel::showLive(const QImage &preview, double progress)
{
    if (!m_hasLive) {
        beginInsertRows({}, 0, 0);
        m_hasLive = true;
        m_livePreview = preview;
        m_liveProgress = progress;
        endInsertRows();
        return;
    }
    if (!preview.isNull())
        m_livePreview = preview;
    m_liveProgress = progress;
    Q_EMIT dataChanged(index(0), index(0), {Qt::DecorationRole, ProgressRole});
}

void ResultsModel::hideLive()
{
    if (!m_hasLive)
        return;
    beginRemoveRows({}, 0, 0);
    m_hasLive = false;
    m_livePreview = {};
    m_liveProgress = 0;
    endRemoveRows();
}

const ResultEntry *ResultsModel::entry(const QModelIndex &index) const
{
    const int position = index.row() - firstEntryRow();
    if (!index.isValid() || index.model() != this || position < 0 || position >= resultCount())
        return nullptr;
    return &m_entries[static_cast<std::size_t>(position)];
}

QModelIndex ResultsModel::indexOf(qint64 id) const
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(), [id](const ResultEntry &e) { return e.id == id; });
    if (found == m_entries.end())
        return {};
    return index(firstEntryRow() + static_cast<int>(found - m_entries.begin()));
}

ResultEntry *ResultsModel::find(qint64 id)
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(), [id](const ResultEntry &e) { return e.id == id; });
    return found == m_entries.end() ? nullptr : &*found;
}

ResultEntry *ResultsModel::findTakenOut(qint64 id)
{
    const auto found = std::find_if(m_trashed.begin(), m_trashed.end(), [id](const ResultEntry &e) { return e.id == id; });
    return found == m_trashed.end() ? nullptr : &*found;
}

void ResultsModel::setMemoryLimit(qint64 bytes)
{
    m_memoryLimit = bytes;
    keepWithinLimit();
}

void ResultsModel::keepWithinLimit()
{
    qint64 used = 0;
    for (ResultEntry &entry : m_entries) {
        if (!entry.picture)
            continue;
        used += static_cast<qint64>(entry.picture->image.pixels.size());
        if (used > m_memoryLimit && !entry.path.isEmpty() && &entry != &m_entries.front())
            entry.picture.reset();
    }
}

void ResultsModel::tellChanged(qint64 id, const QList<int> &roles)
{
    const QModelIndex changed = indexOf(id);
    Q_EMIT dataChanged(changed, changed, roles);
}

} // namespace calotype::ui
