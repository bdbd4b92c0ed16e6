#pragma once

#include <QString>

namespace calotype::gallery {
struct GalleryItem;
}

namespace calotype::ui {

/// What a screen reader says of a picture: its rating, and its prompt or else its file's name.
QString spokenWords(const gallery::GalleryItem &item);

/// A picture's tooltip, as rich text with all that it quotes escaped: file, size, seed, the prompt's beginning.
QString toolTipWords(const gallery::GalleryItem &item);

} // namespace calotype::ui
