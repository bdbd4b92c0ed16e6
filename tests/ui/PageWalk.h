#pragma once

#include "tests/ui/PicturesBench.h"
#include "ui/viewer/ComparePage.h"

#include <QAbstractButton>

namespace calotype::tests {

/// All that can stand around the pages at once: models, a start image, what is folded away, a message and, where there is
/// room, both docks. A test that it fails in shall end.
inline void fillWindow(PicturesBench &bench, const QString &message, bool docks = true)
{
    QTRY_VERIFY(bench.hasModel());
    QTRY_VERIFY(bench.idOf(1) != 0 && bench.idOf(2) != 0);
    QVERIFY(drop(bench.window.get(), bench.makePicture({512, 512})));
    QTRY_VERIFY(bench.part<QWidget>("placeStartImage")->isVisible());
    bench.part<QAbstractButton>("variationFold")->setChecked(true);
    bench.part<QAbstractButton>("modelOptionsFold")->setChecked(true);
    bench.message()->offerUndo(message, [] {});
    if (docks) {
        bench.action("showInfo")->trigger();
        bench.action("showQueue")->setChecked(true);
    }
}

/// Goes to each page, with pictures on all of them, and calls @p look(page) there, until a check fails.
template<typename Look>
void walkPages(PicturesBench &bench, Look look)
{
    bench.pages().comparePage()->setPictures(bench.path(1), bench.path(2));
    QVERIFY(bench.pages().galleryPage()->select(bench.idOf(1)));
    for (const auto page : {WindowPages::Create, WindowPages::Gallery, WindowPages::Viewer, WindowPages::Compare}) {
        bench.pages().setPage(page);
        look(page);
        if (QTest::currentTestFailed())
            return;
    }
}

} // namespace calotype::tests
