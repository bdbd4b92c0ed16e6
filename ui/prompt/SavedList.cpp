#include "ui/prompt/SavedList.h"

#include "core/gallery/AtomicFile.h"
#include "ui/ErrorWords.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <utility>

namespace calotype::ui {

namespace {

constexpr int kVersion = 1;

} // namespace

SavedList::SavedList(QString path, QObject *parent)
    : QObject(parent)
    , m_path(std::move(path))
{
}

const QVector<SavedList::Item> &SavedList::items()
{
    if (!m_isRead)
        read();
    return m_items;
}

int SavedList::find(const QString &name)
{
    const QVector<Item> &all = items();
    for (int row = 0; row < all.size(); ++row) {
        if (all[row].name.compare(name.trimmed(), Qt::CaseInsensitive) == 0)
            return row;
    }
    return -1;
}

QString SavedList::freeName(const QString &wish)
{
    QString name = wish;
    for (int number = 2; find(name) >= 0; ++number)
        name = QStringLiteral("%1 %2").arg(wish).arg(number);
    return name;
}

bool SavedList::insert(const Item &item, int row)
{
    if (const int same = find(item.name); same >= 0)
        m_items[same] = item;
    else
        m_items.insert(row >= 0 && row <= m_items.size() ? row : m_items.size(), item);
    return write();
}

bool SavedList::rename(int row, const QString &name)
{
    const QString wanted = name.trimmed();
    if (row < 0 || row >= items().size() || wanted.isEmpty())
        return false;
    if (const int same = find(wanted); same >= 0 && same != row)
        return false;
    if (m_items[row].name == wanted)
        return true;
    m_items[row].name = wanted;
    write();
    return true;
}

std::optional<SavedList::Item> SavedList::remove(int row)
{
    if (row < 0 || row >= items().size())
        return {};
    const Item item = m_items.takeAt(row);
    write();
    return item;
}

void SavedList::read()
{
    m_isRead = true;
    QFile file(m_path);
    if (!file.exists())
        return;
    const bool isOpen = file.open(QIODevice::ReadOnly);
    const QJsonObject whole = isOpen ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
    if (whole.value(QLatin1String("version")).toInt() != kVersion || !whole.value(QLatin1String("items")).isArray()) {
        m_isDamaged = true;
        Q_EMIT failed(worded(isOpen ? ErrorCode::Damaged : ErrorCode::Io,
                             tr("“%1” cannot be read, so its list is empty; a copy of it is kept when the list is saved.")
                                 .arg(QDir::toNativeSeparators(m_path)),
                             file.errorString()));
        return;
    }
    const QJsonArray list = whole.value(QLatin1String("items")).toArray();
    for (const QJsonValue &value : list) {
        const QString name = value[QLatin1String("name")].toString().trimmed();
        if (!name.isEmpty() && find(name) < 0)
            m_items.push_back({name, value[QLatin1String("content")].toObject()});
    }
}

bool SavedList::write()
{
    if (std::exchange(m_isDamaged, false)) {
        const QString kept = m_path + QStringLiteral(".damaged");
        if (!QFile::exists(kept))
            QFile::rename(m_path, kept);
    }
    QJsonArray list;
    for (const Item &item : std::as_const(m_items))
        list.append(QJsonObject{{QStringLiteral("name"), item.name}, {QStringLiteral("content"), item.content}});
    const QByteArray bytes
        = QJsonDocument(QJsonObject{{QStringLiteral("version"), kVersion}, {QStringLiteral("items"), list}}).toJson();
    const auto written = gallery::writeAtomically(
        m_path, {reinterpret_cast<const std::uint8_t *>(bytes.constData()), static_cast<std::size_t>(bytes.size())});
    Q_EMIT changed();
    if (!written)
        Q_EMIT failed(written.error());
    return bool(written);
}

} // namespace calotype::ui
