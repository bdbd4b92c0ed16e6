#pragma once

#include <QImage>
#include <QStandardItemModel>
#include <QTemporaryDir>

#include "ui/gallery/GalleryModel.h"

namespace calotype::ui {

/// Real picture files, and models over them.
struct PictureFolder {
    QTemporaryDir dir;

    QString path(const QString &name) const { return dir.filePath(name); }
    /// A picture of one colour.
    QString add(const QString &name, const QColor &colour, const QSize &size = {320, 200}) const
    {
        QImage image(size, QImage::Format_RGB32);
        image.fill(colour);
        return add(name, image);
    }
    QString add(const QString &name, const QImage &image) const
    {
        const QString file = path(name);
        if (!image.save(file))
            qFatal("%s cannot be written", qPrintable(file));
        return file;
    }
};

inline QStandardItem *pictureItem(const QString &path)
{
    auto *const item = new QStandardItem(path.section(u'/', -1));
    item->setData(path, GalleryModel::PathRole);
    return item;
}

} // namespace calotype::ui
