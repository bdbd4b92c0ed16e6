#pragma once

#include "core/engine/GenerationRequest.h"
#include "core/gallery/PictureName.h"
#include "ui/Theme.h"

#include <QMap>
#include <QString>
#include <QStringList>

namespace calotype::ui {

/// How the program works, as a plain value; what a picture is made from stands in GenerationValues.
struct PreferenceValues {
    QString language = QStringLiteral("system"); ///< of the window, from the next start on: this word, or a Language's code
    ColourScheme theme = ColourScheme::System;
    bool notifyWhenDone = true; ///< where the window is not the active one
    bool soundWhenDone = false; ///< where the window is not the active one
    bool confirmTrash = false;
    bool restoreSession = true; ///< a start brings back what stood on the Create page; where not, of it the model alone

    int threads = 0; ///< for CPU work; 0: the physical cores
    QString device = QStringLiteral("auto"); ///< a word of ModelSpec::device
    QString dtype = QStringLiteral("auto");  ///< a word of ModelSpec::dtype
    QString memory = QStringLiteral("auto"); ///< this word, or one of memoryModeName()
    QString vaeTiles = QStringLiteral("auto"); ///< a word of vaeTilesName()
    int idleMinutes = 0; ///< after which the model's memory is freed; 0: never

    QStringList modelFolders; ///< beside the program's own, in the order in which they are looked through

    gallery::OutputRules output; ///< folder "": the standard one

    PreviewMethod preview = PreviewMethod::Taesd;
    int previewEvery = 1;      ///< steps
    int previewsPerSecond = 5; ///< at most; 0: as many as there are steps

    int thumbnailMegabytes = 1024;
    QStringList watchedFolders; ///< beside the one that pictures are saved in

    QMap<QString, QString> shortcuts; ///< those that were changed: keys in portable text by the action's name

    QString logLevel = QStringLiteral("info"); ///< a word of spdlog's

    bool operator==(const PreferenceValues &) const = default;
};

} // namespace calotype::ui
