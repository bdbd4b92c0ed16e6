#include "ui/gallery/DaySections.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace calotype::ui {

QString dayTitle(QDate date, QDate today)
{
    if (!date.isValid())
        return QCoreApplication::translate("DaySections", "Without a date");
    if (date == today)
        return QCoreApplication::translate("DaySections", "Today");
    if (date.addDays(1) == today)
        return QCoreApplication::translate("DaySections", "Yesterday");
    return QLocale().toString(date, QLocale::LongFormat);
}

QVector<GridSection> daySections(const QVector<DayFinder::Day> &days, int frontRows, QDate today)
{
    QVector<GridSection> sections;
    if (frontRows > 0 && (days.isEmpty() || days.first().date != today))
        sections.append({0, dayTitle(today, today)});
    for (const DayFinder::Day &day : days) {
        const bool isFirst = sections.isEmpty();
        sections.append({isFirst ? 0 : frontRows + day.first, dayTitle(day.date, today)});
    }
    return sections;
}

void insertPictures(QVector<DayFinder::Day> &days, int place, int count)
{
    for (DayFinder::Day &day : days) {
        if (day.first > place || (day.first == place && place > 0))
            day.first += count;
    }
}

void removePictures(QVector<DayFinder::Day> &days, int place, int count, int countAfter)
{
    for (DayFinder::Day &day : days) {
        if (day.first > place)
            day.first = std::max(place, day.first - count);
    }
    QVector<DayFinder::Day> left;
    for (int i = 0; i < days.size(); ++i) {
        const int end = i + 1 < days.size() ? days[i + 1].first : countAfter;
        if (days[i].first < end)
            left.append(days[i]);
    }
    days = left;
}

} // namespace calotype::ui
