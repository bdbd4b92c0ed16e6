#pragma once

#include <QByteArray>
#include <QString>

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

namespace calotype::ui {

/// A text in UTF-8, and where each of its bytes stands in the QString: what speaks of bytes is shown in a text field
/// with it.
class TextPositions
{
public:
    explicit TextPositions(const QString &text);

    std::string_view utf8() const { return {m_utf8.constData(), static_cast<std::size_t>(m_utf8.size())}; }
    /// The position, in UTF-16 units, of the character that a byte belongs to; past the end, the text's length.
    int of(std::size_t byte) const { return m_positions[std::min(byte, m_positions.size() - 1)]; }

private:
    QByteArray m_utf8;
    std::vector<int> m_positions; ///< of each byte, and of the end
};

} // namespace calotype::ui
