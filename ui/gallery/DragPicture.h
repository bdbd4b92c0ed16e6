#pragma once

#include <QPixmap>
#include <QVector>

class QPalette;

namespace calotype::ui {

/// What hangs at the pointer while pictures are dragged: up to three of them stacked, and how many there are.
/// @param thumbnails  null ones are drawn as blank cards; the first lies on top
QPixmap dragPicture(const QVector<QPixmap> &thumbnails, int count, const QPalette &palette, qreal devicePixelRatio);

} // namespace calotype::ui
