#pragma once

#include <QString>
#include <QVariant>

namespace calotype::ui {

/// What a field is called in the window: "Negative prompt" for "negative_prompt". A name that is not known is made
/// readable as it stands.
QString fieldLabel(const QString &name);

/// A field's value for people: numbers of the user's language, no groups in whole ones, lists with commas. Control
/// characters are taken out, and what is longer than kFieldTextMost characters is cut with an ellipsis.
QString fieldText(const QVariant &value);
/// The same of the field of that name: what is a choice in the window has its words there.
QString fieldText(const QString &name, const QVariant &value);
inline constexpr int kFieldTextMost = 6000;

/// The value whole and as it would be typed: for the clipboard.
QString fieldCopy(const QVariant &value);

/// The program that wrote a picture, by the word of PictureWords::source.
QString sourceName(const QString &source);

} // namespace calotype::ui
