#pragma once

#include <QImage>
#include <QString>

#include <optional>
#include <vector>

namespace calotype::starter {

/// A colour word and how a picture is turned to it.
struct Colour {
    QString name;      ///< "purple"
    double hue;        ///< degrees, 0..360
    double saturation; ///< multiplies what is there
    double value;      ///< share of the way to full brightness, 0..1
};

/// The words that pictures are recoloured to.
const std::vector<Colour> &colours();

/// The hue, in degrees, that most of the opaque picture has, each pixel counted by its chroma; nothing where less than a
/// quarter of it is coloured.
/// @param picture  Format_RGBA8888
std::optional<double> mainHue(const QImage &picture);

/// The word for the picture's main hue, judged with its brightness ("brown" is a dark orange).
std::optional<QString> mainColour(const QImage &picture);

/// The picture with its main hue turned to @p colour: other hues turn with it, grey stays.
QImage recoloured(const QImage &picture, double mainHue, const Colour &colour);

/// Removes colour words from a name: "red apple" → "apple"; the name itself where nothing else would be left.
QString withoutColour(const QString &name);

} // namespace calotype::starter
