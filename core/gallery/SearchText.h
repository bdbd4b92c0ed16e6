#pragma once

#include <QString>

namespace calotype::gallery {

/// What stands in the full-text index for @p text: scripts that are written without spaces (Chinese, Japanese, Thai,
/// …) are taken apart into characters, so that a part of a run is found. The text itself where it has none of these.
QString indexedText(const QString &text);

/// The FTS5 expression for what a user typed: all words must be there, text in quotation marks as a phrase, and the last
/// word, if it stands in none, may be the beginning of one. Nothing in the text has a meaning for FTS5; only the first
/// 64 words count. "" if there is no word in it.
QString searchExpression(const QString &text);

} // namespace calotype::gallery
