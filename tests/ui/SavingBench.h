#pragma once

#include "app/PicturesFolder.h"
#include "tests/ui/PicturesBench.h"

namespace calotype::tests {

/// A window that saves its pictures as the program does, into the folder that its gallery shows.
struct SavingBench : PicturesBench {
    explicit SavingBench(int pictures)
        : PicturesBench(pictures)
    {
        writer = &folder;
        open();
    }
    ~SavingBench() { window.reset(); } // it saves to the folder to the last

    app::PicturesFolder folder{gallery::OutputRules()}; ///< the window gives it its own
};

} // namespace calotype::tests
