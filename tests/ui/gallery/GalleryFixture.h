#pragma once

#include "core/gallery/GalleryDatabase.h"
#include "core/gallery/GalleryStore.h"
#include "core/gallery/ThumbnailCache.h"
#include "ui/gallery/ThumbnailLoader.h"

#include <QDateTime>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace calotype::ui::test {

/// The picture number @p number of a made-up gallery: @p perDay a day, the last number the newest; every fifth has
/// words of its own. There is no file.
inline gallery::GalleryItem madeUpItem(const QString &folder, int number, int perDay)
{
    gallery::GalleryItem item;
    item.path = QStringLiteral("%1/%2.png").arg(folder).arg(number, 6, 10, QLatin1Char('0'));
    item.fileSize = 1000 + number;
    const QDateTime noon(QDate(2024, 1, 1), QTime(12, 0));
    item.created = noon.addDays(number / perDay).addSecs(number % perDay);
    item.modified = item.created;
    item.width = number % 2 == 0 ? 512 : 768;
    item.height = 512;
    item.prompt = number % 5 == 0 ? QStringLiteral("a lighthouse %1").arg(number) : QStringLiteral("a meadow %1").arg(number);
    item.model = number % 2 == 0 ? QStringLiteral("alpha") : QStringLiteral("beta");
    item.sampler = number % 3 == 0 ? QStringLiteral("Euler") : QStringLiteral("DDIM");
    item.seed = number;
    item.madeFromImage = number % 4 == 0;
    QByteArray hash(32, '\0');
    for (int i = 0; i < 4; ++i)
        hash[i] = static_cast<char>(number >> (8 * i));
    item.contentHash = hash;
    item.differenceHash = static_cast<quint64>(number) * 0x9e3779b97f4a7c15ULL;
    return item;
}

/// A database of made-up pictures in a temporary folder, and the store that reads it.
class GalleryFixture
{
public:
    explicit GalleryFixture(int count, int perDay = 10)
        : m_perDay(perDay)
    {
        add(count);
        m_store = std::make_unique<gallery::GalleryStore>(databasePath());
        m_cache = std::make_unique<gallery::ThumbnailCache>(m_dir.filePath(QStringLiteral("thumbnails")));
        m_loader = std::make_unique<ThumbnailLoader>(*m_cache);
    }

    gallery::GalleryStore &store() { return *m_store; }
    gallery::ThumbnailCache &cache() { return *m_cache; }
    ThumbnailLoader &loader() { return *m_loader; }
    QString folder() const { return m_dir.filePath(QStringLiteral("pictures")); }
    QString databasePath() const { return m_dir.filePath(QStringLiteral("gallery.db")); }

    /// More pictures, newer than those before, as another program would put them into the database.
    void add(int count)
    {
        QVector<gallery::GalleryItem> items;
        for (int i = 0; i < count; ++i)
            items.append(madeUpItem(folder(), m_count++, m_perDay));
        gallery::GalleryDatabase database(databasePath());
        database.store(items);
    }

private:
    QTemporaryDir m_dir;
    int m_perDay;
    int m_count = 0;
    std::unique_ptr<gallery::GalleryStore> m_store;
    std::unique_ptr<gallery::ThumbnailCache> m_cache;
    std::unique_ptr<ThumbnailLoader> m_loader;
};

} // namespace calotype::ui::test
