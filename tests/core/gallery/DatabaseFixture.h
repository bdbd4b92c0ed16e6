#pragma once

#include "core/base/Error.h"
#include "core/gallery/FolderListing.h"
#include "core/gallery/GalleryTypes.h"
#include "tests/support/InventedGallery.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>

#include <optional>

/// Rows, listings and another program, for tests of the index.
namespace calotype::gallery::test {

inline QVector<GalleryItem> someItems(int count)
{
    QVector<GalleryItem> items;
    for (int k = 0; k < count; ++k)
        items << invented::item(k, count);
    return items;
}

inline FolderListing::File stampOf(const GalleryItem &item)
{
    return {item.path.section(QLatin1Char('/'), -1), item.fileSize, item.modified.toMSecsSinceEpoch()};
}

inline FolderListing listingOf(const QVector<GalleryItem> &items)
{
    FolderListing listing;
    listing.folder = items.first().path.section(QLatin1Char('/'), 0, -2);
    listing.readable = true;
    for (const GalleryItem &item : items)
        listing.files << stampOf(item);
    return listing;
}

/// Another program with the file open.
class OtherProgram
{
public:
    explicit OtherProgram(const QString &path)
    {
        m_database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("other"));
        m_database.setDatabaseName(path);
        m_isOpen = m_database.open();
    }
    ~OtherProgram()
    {
        m_database.close();
        m_database = {};
        QSqlDatabase::removeDatabase(QStringLiteral("other"));
    }
    bool run(const char *sql) { return m_isOpen && QSqlQuery(m_database).exec(QLatin1String(sql)); }
    QVariant value(const char *sql)
    {
        QSqlQuery query(m_database);
        return query.exec(QLatin1String(sql)) && query.next() ? query.value(0) : QVariant();
    }

private:
    QSqlDatabase m_database;
    bool m_isOpen = false;
};

template<typename Function>
std::optional<Error> failureOf(Function &&function)
{
    try {
        function();
    } catch (const Failure &failure) {
        return failure.error();
    }
    return std::nullopt;
}

} // namespace calotype::gallery::test
