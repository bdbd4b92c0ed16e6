#pragma once

#include "tests/support/PictureFixtures.h"
#include "tests/ui/WindowBench.h"
#include "ui/WindowPages.h"
#include "ui/gallery/GalleryModel.h"
#include "ui/gallery/GalleryPage.h"

namespace calotype::tests {

/// A window whose gallery has real pictures, 1.png and so on, and a real index.
struct PicturesBench : WindowBench {
    explicit PicturesBench(int pictures)
    {
        window.reset();
        for (int k = 1; k <= pictures; ++k)
            fixtures::writePicture(path(k), k);
        open();
    }

    QString path(int k) const { return dir.filePath(QStringLiteral("pictures/%1.png").arg(k)); }
    WindowPages &pages() const { return window->pages(); }
    GalleryModel &model() const { return pages().galleryPage()->model(); }
    qint64 idOf(int k) const
    {
        for (int row = 0; row < model().rowCount(); ++row) {
            if (model().index(row).data(GalleryModel::PathRole).toString() == path(k))
                return model().idAt(row);
        }
        return 0;
    }
};

} // namespace calotype::tests
