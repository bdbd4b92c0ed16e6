#include "ui/prompt/TextPositions.h"

namespace calotype::ui {

TextPositions::TextPositions(const QString &text)
    : m_utf8(text.toUtf8())
{
    m_positions.reserve(static_cast<std::size_t>(m_utf8.size()) + 1);
    int position = 0; // of the character that comes next
    int current = 0;
    for (const char c : m_utf8) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xC0) != 0x80) {
            current = position;
            position += byte >= 0xF0 ? 2 : 1; // four bytes are two UTF-16 units
        }
        m_positions.push_back(current);
    }
    m_positions.push_back(position);
}

} // namespace calotype::ui
