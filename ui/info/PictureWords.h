#pragma once

#include "core/base/Result.h"

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QString>
#include <QVariant>

#include <functional>

namespace calotype::ui {

/// How well a setting could be told from what a picture's file says.
enum class WordState {
    Restored,     ///< as it was
    Approximated, ///< the nearest that is known here
    Unavailable,  ///< named by the file, and nothing here answers to it
};

/// One thing that a picture's file says of its making.
struct PictureWord {
    QString name;   ///< "prompt", "negative_prompt", "guidance", "clip_skip", …
    QVariant value; ///< QString, qint64 (quint64 above it), double, bool; lists and maps of these
    WordState state = WordState::Restored;
    QString note; ///< why it is not simply restored; may be empty
};

/// All that a picture's file says of its making, as a plain value.
struct PictureWords {
    QString source; ///< the program that wrote it: "calotype", "a1111", "comfyui", …; "": the file says nothing
    QList<PictureWord> fields;
    QMap<QString, QString> raw;  ///< the texts as found, by key
    QList<QByteArray> parents;   ///< content hashes of the pictures that it was made from, the nearest first
    /// The word of that name; null if there is none. Valid until the words change.
    const PictureWord *find(const QString &name) const
    {
        for (const PictureWord &word : fields) {
            if (word.name == name)
                return &word;
        }
        return nullptr;
    }
};

/// Reads what the picture at a path says of its making. Called on a worker thread; must not throw. A picture that says
/// nothing is no error.
using FieldReader = std::function<Result<PictureWords>(const QString &path)>;

} // namespace calotype::ui
