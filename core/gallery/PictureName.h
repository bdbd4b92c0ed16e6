#pragma once

#include "core/gallery/PictureEncoder.h"

#include <QDateTime>
#include <QSize>
#include <QString>
#include <QStringList>

#include <cstdint>

namespace calotype::gallery {

/// What a picture's file name can tell.
struct PictureNameFields {
    QDateTime when;
    std::int64_t seed = 0;
    QString model;
    QString prompt;
    QString sampler;
    int steps = 0;
    double guidance = 0;
    QSize size;
    qint64 number = 1; ///< counted in the picture's folder
};

/// Where pictures go, and how they are written.
struct OutputRules {
    enum class Folders { Flat, ByDate };

    QString folder;
    Folders folders = Folders::ByDate;
    QString pattern = QStringLiteral("{number}-{seed}"); ///< see pictureName()
    PictureFormat format = PictureFormat::Png;
    int quality = kLossyQuality; ///< 1 to 100, of a lossy format
    bool metadata = true;        ///< what made the picture is written into its file

    bool operator==(const OutputRules &) const = default;
};

/// The file's ending for a format: "png", "jpg", "webp".
QString pictureEnding(PictureFormat format);

/// The words that a pattern may have in braces: number, seed, date, time, model, prompt, sampler, steps, guidance, size.
QStringList pictureNameFields();
/// The words in braces that are none of these.
QStringList unknownNameFields(const QString &pattern);

/// The name, without its ending, that a pattern makes: "{number}-{seed}" is "00042-1234". Characters that some file
/// system does not take, or that a shell would trip over, become "_"; it has at most 180 bytes of UTF-8, of which a
/// prompt takes at most 80, and is never empty, nor hidden. A pure function of its arguments.
QString pictureName(const QString &pattern, const PictureNameFields &fields);

/// What {number} is for the next picture in @p folder: one past the highest that its pictures, whatever their format,
/// have at that place of the pattern; 1 where the pattern has no number.
qint64 nextPictureNumber(const QString &folder, const QString &pattern);

/// The folder that @p rules put a picture of that day into.
QString pictureFolder(const OutputRules &rules, const QDate &day);

} // namespace calotype::gallery
