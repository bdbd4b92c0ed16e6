#include "ui/gallery/GalleryModel.h"

#include "core/gallery/GalleryStore.h"
#include "ui/ErrorWords.h"
#include "ui/gallery/DaySections.h"
#include "ui/gallery/GalleryMimeData.h"
#include "ui/gallery/PictureWords.h"
#include "ui/gallery/ThumbnailLoader.h"

#include <algorithm>
#include <utility>

namespace calotype::ui {

using gallery::GalleryFilter;
using gallery::GalleryItem;

namespace {

constexpr int kPagesAround = 5;
constexpr int kMostWindow = 2048; ///< rows that are kept near what is seen
constexpr int kMostRemovals = 32; ///< stretches of rows that are taken out one by one
constexpr int kRequeryMs = 200;

QDate dayOf(const GalleryItem &item)
{
    return (item.created.isValid() ? item.created : item.modified).toLocalTime().date();
}

} // namespace

GalleryModel::GalleryModel(gallery::GalleryStore &store, ThumbnailLoader &thumbnails, QObject *parent)
    : QAbstractListModel(parent)
    , m_store(store)
    , m_thumbnails(thumbnails)
    , m_rows(store)
{
    m_look.setSingleShot(true);
    m_look.setInterval(0);
    m_requery.setSingleShot(true);
    m_requery.setInterval(kRequeryMs);
    connect(&m_look, &QTimer::timeout, this, &GalleryModel::lookAround);
    connect(&m_rows, &GalleryRows::fetched, this, &GalleryModel::onFetched);
    connect(&m_rows, &GalleryRows::loaded, this, [this](const QVector<qint64> &ids) {
        tellChanged(ids);
        m_look.start(); // for their thumbnails
    });
    connect(&m_requery, &QTimer::timeout, this, [this] { m_generation = m_store.query(m_filter); });
    connect(&m_thumbnails, &ThumbnailLoader::ready, this, [this](qint64 id) { tellChanged({id}); });
    connect(&m_store, &gallery::GalleryStore::queried, this, &GalleryModel::onQueried);
    connect(&m_store, &gallery::GalleryStore::changed, this, &GalleryModel::onChanged);
    connect(&m_store, &gallery::GalleryStore::removed, this, &GalleryModel::onRemoved);
    connect(&m_store, &gallery::GalleryStore::reset, this, &GalleryModel::onReset);
    // What comes back from the trash was known as what lies there.
    connect(&m_store, &gallery::GalleryStore::added, this, &GalleryModel::onChanged);
}

int GalleryModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : frontRows() + pictureCount();
}

QVariant GalleryModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    int row = index.row();
    if (m_hasLive && row-- == 0)
        return liveData(role);
    if (row < m_failures.size())
        return failureData(m_failures[row], role);
    return pictureData(m_ids[row - m_failures.size()], role);
}

QVariant GalleryModel::liveData(int role) const
{
    switch (role) {
    case Qt::DecorationRole: return m_livePreview;
    case Qt::AccessibleTextRole:
    case Qt::ToolTipRole: return tr("The picture in the making: %1").arg(m_liveText);
    case IdRole: return qint64{0};
    case KindRole: return QVariant::fromValue(Kind::Live);
    case LoadedRole: return true;
    case ProgressRole: return m_liveProgress;
    case TextRole: return m_liveText;
    default: return {};
    }
}

QVariant GalleryModel::failureData(const Failed &failure, int role) const
{
    switch (role) {
    case Qt::AccessibleTextRole: return tr("Failed: %1").arg(errorWords(failure.error));
    case Qt::ToolTipRole:
    case TextRole: return errorWords(failure.error);
    case DetailRole: return QString::fromStdString(failure.error.detail);
    case IdRole: return qint64{0};
    case JobRole: return failure.job;
    case KindRole: return QVariant::fromValue(Kind::Failure);
    case LoadedRole: return true;
    default: return {};
    }
}

QVariant GalleryModel::pictureData(qint64 id, int role) const
{
    switch (role) {
    case IdRole: return id;
    case KindRole: return QVariant::fromValue(Kind::Picture);
    case BrokenRole: return m_thumbnails.isBroken(id);
    case Qt::DecorationRole: return m_thumbnails.pixmap(id);
    case Qt::DisplayRole: // the grid shows no words
    case Qt::EditRole:
    case Qt::FontRole:
    case Qt::SizeHintRole: return {};
    default: break;
    }
    const GalleryItem *const item = m_rows.item(id);
    if (role == LoadedRole) {
        if (!item)
            m_rows.ask(id);
        return item != nullptr;
    }
    if (!item) {
        m_rows.ask(id);
        return role == Qt::AccessibleTextRole ? QVariant(tr("Picture")) : QVariant();
    }
    switch (role) {
    case Qt::AccessibleTextRole: return spokenWords(*item);
    case Qt::ToolTipRole: return toolTipWords(*item);
    case MissingRole: return item->missing;
    case PathRole: return item->path;
    case PromptRole: return item->prompt;
    case SeedRole: return item->seed;
    case SizeRole: return QSize(item->width, item->height);
    case CreatedRole: return item->created;
    case RatingRole: return item->rating;
    case TagsRole: return item->tags;
    default: return {};
    }
}

Qt::ItemFlags GalleryModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    if (m_hasLive && index.row() == 0)
        return Qt::ItemIsEnabled | Qt::ItemNeverHasChildren;
    const Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    return index.row() >= frontRows() ? flags | Qt::ItemIsDragEnabled : flags;
}

QStringList GalleryModel::mimeTypes() const
{
    return {QStringLiteral("text/uri-list"), QStringLiteral("application/x-qt-image")};
}

QMimeData *GalleryModel::mimeData(const QModelIndexList &indexes) const
{
    QStringList paths;
    for (const QModelIndex &index : indexes) {
        const qint64 id = idAt(index.row());
        if (const QString path = id ? m_rows.path(id) : QString(); !path.isEmpty())
            paths.append(path);
    }
    return paths.isEmpty() ? nullptr : new GalleryMimeData(paths);
}

void GalleryModel::setFilter(const GalleryFilter &filter)
{
    if (m_filter.isEmpty() && !filter.isEmpty() && m_isAnswered)
        m_whole = Listing{m_filter, m_ids, m_isIndexed ? m_fromEnd : QHash<qint64, int>(), m_shownDays};
    const bool isTakenAway = !m_filter.isEmpty() && m_whole && m_whole->filter == filter;
    m_filter = filter;
    m_requery.stop();
    if (!isTakenAway) {
        m_isAnswered = false;
        m_generation = m_store.query(filter);
        return;
    }
    // What is seen is fetched before the store looks whether anything has come meanwhile.
    const Listing whole = *std::exchange(m_whole, std::nullopt);
    m_generation = 0; // late answers are to other questions
    m_isAnswered = true;
    replaceIds(whole.ids, &whole);
    m_requery.start();
    Q_EMIT refreshed();
}

void GalleryModel::setLive(const QImage &preview, double progress, const QString &text)
{
    if (!m_hasLive)
        beginInsertRows({}, 0, 0);
    if (!preview.isNull())
        m_livePreview = QPixmap::fromImage(preview);
    m_liveProgress = progress;
    m_liveText = text;
    if (!m_hasLive) {
        m_hasLive = true;
        endInsertRows();
        Q_EMIT sectionsChanged();
        return;
    }
    Q_EMIT dataChanged(index(0), index(0));
}

void GalleryModel::clearLive()
{
    if (!m_hasLive)
        return;
    beginRemoveRows({}, 0, 0);
    m_hasLive = false;
    m_livePreview = {};
    m_liveProgress = 0;
    m_liveText.clear();
    endRemoveRows();
    Q_EMIT sectionsChanged();
}

int GalleryModel::failureRow(qint64 job) const
{
    for (int i = 0; i < m_failures.size(); ++i) {
        if (m_failures[i].job == job)
            return (m_hasLive ? 1 : 0) + i;
    }
    return -1;
}

void GalleryModel::addFailure(qint64 job, const Error &error)
{
    const int first = m_hasLive ? 1 : 0;
    if (const int row = failureRow(job); row >= 0) {
        m_failures[row - first].error = error;
        Q_EMIT dataChanged(index(row), index(row));
        return;
    }
    beginInsertRows({}, first, first);
    m_failures.prepend({job, error});
    endInsertRows();
    Q_EMIT sectionsChanged();
}

void GalleryModel::removeFailure(qint64 job)
{
    const int row = failureRow(job);
    if (row < 0)
        return;
    beginRemoveRows({}, row, row);
    m_failures.remove(row - (m_hasLive ? 1 : 0));
    endRemoveRows();
    Q_EMIT sectionsChanged();
}

qint64 GalleryModel::idAt(int row) const
{
    const int place = row - frontRows();
    return place >= 0 && place < m_ids.size() ? m_ids[place] : 0;
}

QModelIndex GalleryModel::indexOf(qint64 id) const
{
    const int place = placeOf(id);
    return place < 0 ? QModelIndex() : index(frontRows() + place);
}

int GalleryModel::placeOf(qint64 id) const
{
    const int count = pictureCount();
    if (!m_isIndexed) {
        m_fromEnd.clear();
        m_fromEnd.reserve(count);
        for (int i = 0; i < count; ++i)
            m_fromEnd.insert(m_ids[i], count - i);
        m_isIndexed = true;
    }
    const auto found = m_fromEnd.constFind(id);
    return found == m_fromEnd.constEnd() ? -1 : count - *found;
}

void GalleryModel::onQueried(quint64 generation, const QVector<qint64> &ids)
{
    if (generation != m_generation)
        return;
    m_isAnswered = true;
    replaceIds(ids);
    m_isReady = true;
    Q_EMIT refreshed();
}

/// @param known  what is known of a list that was shown before
void GalleryModel::replaceIds(const QVector<qint64> &ids, const Listing *known)
{
    const qsizetype grown = ids.size() - m_ids.size();
    if (grown >= 0 && std::equal(m_ids.begin(), m_ids.end(), ids.begin() + grown)) {
        if (grown == 0) {
            findDays(); // the order may be another, or a date
            return;
        }
        beginInsertRows({}, frontRows(), frontRows() + static_cast<int>(grown) - 1);
        m_ids = ids;
        for (qsizetype i = 0; m_isIndexed && !known && i < grown; ++i)
            m_fromEnd.insert(ids[i], static_cast<int>(ids.size() - i));
        insertPictures(m_shownDays, 0, static_cast<int>(grown));
        if (known)
            takeOver(*known);
        endInsertRows();
        afterIds();
        return;
    }
    Q_EMIT aboutToReplace();
    Q_EMIT layoutAboutToBeChanged();
    const QModelIndexList before = persistentIndexList();
    QVector<qint64> kept;
    for (const QModelIndex &index : before)
        kept.append(idAt(index.row()));
    m_ids = ids;
    m_isIndexed = false;
    m_days.start(m_ids);
    m_shownDays.clear();
    if (known)
        takeOver(*known);
    QModelIndexList after;
    for (int i = 0; i < before.size(); ++i)
        after.append(kept[i] ? indexOf(kept[i]) : before[i]); // the rows in front stay
    changePersistentIndexList(before, after);
    if (m_shownDays.isEmpty() && hasDays() && m_days.advance().isEmpty())
        m_shownDays = m_days.days();
    Q_EMIT layoutChanged();
    Q_EMIT replaced();
    afterIds();
}

void GalleryModel::takeOver(const Listing &known)
{
    m_isIndexed = !known.fromEnd.isEmpty();
    m_fromEnd = known.fromEnd;
    m_shownDays = known.days;
}

/// The finder begins anew wherever the list has changed.
void GalleryModel::afterIds()
{
    m_days.start(m_ids);
    m_probed.clear();
    findDays();
    m_look.start();
}

void GalleryModel::onRemoved(const QVector<qint64> &ids)
{
    if (!m_requery.isActive())
        m_requery.start();
    QVector<int> places;
    for (const qint64 id : ids) {
        if (const int place = placeOf(id); place >= 0)
            places.append(place);
    }
    m_rows.forget(ids);
    m_thumbnails.forget(ids);
    m_whole.reset();
    if (places.isEmpty())
        return;
    std::sort(places.begin(), places.end());
    QVector<GridLayout::Rows> stretches;
    for (const int place : places) {
        if (!stretches.isEmpty() && stretches.last().last + 1 == place)
            stretches.last().last = place;
        else
            stretches.append({place, place});
    }
    if (stretches.size() > kMostRemovals) {
        QVector<qint64> left = m_ids;
        const QSet<qint64> gone(ids.begin(), ids.end());
        left.removeIf([&gone](qint64 id) { return gone.contains(id); });
        replaceIds(left);
        return;
    }
    for (auto it = stretches.crbegin(); it != stretches.crend(); ++it) {
        const int count = it->last - it->first + 1;
        beginRemoveRows({}, frontRows() + it->first, frontRows() + it->last);
        m_ids.remove(it->first, count);
        m_isIndexed = false;
        removePictures(m_shownDays, it->first, count, pictureCount());
        endRemoveRows();
    }
    afterIds();
    Q_EMIT refreshed();
}

void GalleryModel::onReset()
{
    beginResetModel();
    m_thumbnails.forget(m_ids);
    m_ids.clear();
    m_isIndexed = false;
    m_rows.clear();
    m_whole.reset();
    m_shownDays.clear();
    m_days = {};
    m_probed.clear();
    endResetModel();
    setFilter(m_filter);
}

void GalleryModel::onChanged(const QVector<qint64> &ids)
{
    m_rows.refresh(ids);
    m_days.forget(ids);
    for (const qint64 id : ids) {
        if (m_thumbnails.isBroken(id))
            m_thumbnails.forget({id}); // it may be whole now
    }
    if (!m_requery.isActive())
        m_requery.start(); // they may not pass the filter any longer, or stand elsewhere
}

void GalleryModel::onFetched(const QVector<GalleryItem> &items)
{
    if (m_probed.isEmpty())
        return;
    for (const GalleryItem &item : items)
        m_days.tell(item.id, dayOf(item));
    if (items.isEmpty() || m_probed.contains(items.first().id))
        findDays();
}

void GalleryModel::setVisibleRows(int first, int last)
{
    m_firstVisible = first;
    m_lastVisible = last;
    m_look.start();
}

/// What is seen, then the pages after and before it by turns, then the first page and the last one: Home and End are near.
QVector<qint64> GalleryModel::window() const
{
    QVector<qint64> ids;
    const auto add = [this, &ids](int first, int last) {
        for (int row = std::max(first, frontRows()); row <= std::min(last, rowCount() - 1); ++row) {
            if (ids.size() < kMostWindow)
                ids.append(idAt(row));
        }
    };
    const int page = m_lastVisible - m_firstVisible + 1;
    if (page <= 0)
        return ids;
    add(m_firstVisible, m_lastVisible);
    for (int i = 1; i <= kPagesAround; ++i) {
        add(m_firstVisible + i * page, m_lastVisible + i * page);
        add(m_firstVisible - i * page, m_lastVisible - i * page);
    }
    add(0, std::min(page, m_firstVisible - kPagesAround * page) - 1);
    add(std::max(rowCount() - page, m_lastVisible + kPagesAround * page + 1), rowCount() - 1);
    return ids;
}

void GalleryModel::lookAround()
{
    const QVector<qint64> near = window();
    m_rows.setWindow(near);
    QVector<ThumbnailRequest> wanted;
    const int most = std::max(m_lastVisible - m_firstVisible + 1, m_thumbnails.capacity());
    for (const qint64 id : near) {
        const GalleryItem *const item = m_rows.item(id);
        if (item && !item->missing && wanted.size() < most)
            wanted.append({id, item->path, item->modified, item->fileSize});
    }
    m_thumbnails.request(wanted);
}

bool GalleryModel::hasDays() const
{
    return m_filter.sort == GalleryFilter::Sort::Newest || m_filter.sort == GalleryFilter::Sort::Oldest;
}

/// Goes on finding where the days change, and shows it when it is found.
void GalleryModel::findDays()
{
    if (!hasDays()) {
        m_probed.clear();
        if (!std::exchange(m_shownDays, {}).isEmpty())
            Q_EMIT sectionsChanged();
        return;
    }
    const QVector<qint64> wanted = m_days.advance();
    if (!wanted.isEmpty()) {
        if (wanted == m_probed)
            return; // nobody knows them any longer; the next query brings others
        m_probed = wanted;
        m_rows.probe(wanted);
        return;
    }
    m_probed.clear();
    if (m_shownDays != m_days.days()) {
        m_shownDays = m_days.days();
        Q_EMIT sectionsChanged();
    }
}

QVector<GridSection> GalleryModel::sections() const
{
    if (!hasDays() || rowCount() == 0)
        return {};
    if (m_shownDays.isEmpty() && !m_ids.isEmpty())
        return {{0, QStringLiteral(" ")}}; // keeps the header's place until the days are found
    return daySections(m_shownDays, frontRows(), QDate::currentDate());
}

void GalleryModel::tellChanged(const QVector<qint64> &ids)
{
    QVector<int> rows;
    for (const qint64 id : ids) {
        if (const int place = placeOf(id); place >= 0)
            rows.append(frontRows() + place);
    }
    std::sort(rows.begin(), rows.end());
    for (int i = 0; i < rows.size();) {
        int last = i;
        while (last + 1 < rows.size() && rows[last + 1] <= rows[last] + 1)
            ++last;
        Q_EMIT dataChanged(index(rows[i]), index(rows[last]));
        i = last + 1;
    }
}

} // namespace calotype::ui
