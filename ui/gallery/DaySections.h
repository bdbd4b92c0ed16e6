#pragma once

#include "ui/gallery/DayFinder.h"
#include "ui/gallery/GridLayout.h"

namespace calotype::ui {

/// "Today", "Yesterday", the weekday and date of other days, "Without a date" of an invalid one.
QString dayTitle(QDate date, QDate today);

/// A section for each day. The rows in front of the pictures belong to today.
/// @param frontRows  how many rows stand before the first picture
QVector<GridSection> daySections(const QVector<DayFinder::Day> &days, int frontRows, QDate today);

/// The days after @p count pictures were put in at @p place, which are taken to be of the day that was there.
void insertPictures(QVector<DayFinder::Day> &days, int place, int count);
/// The days after @p count pictures from @p place on were taken out; days without any left go.
void removePictures(QVector<DayFinder::Day> &days, int place, int count, int countAfter);

} // namespace calotype::ui
