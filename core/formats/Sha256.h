#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace calotype::formats {

/// SHA-256 of bytes that come in pieces (FIPS 180-4).
class Sha256
{
public:
    void add(std::span<const std::byte> bytes);
    void add(std::string_view text) { add(std::as_bytes(std::span(text.data(), text.size()))); }

    /// The digest of all that was added, 64 lower-case hexadecimal digits. Nothing may be added after it.
    std::string hex();

    std::uint64_t size() const { return m_size; } ///< bytes added

    /// Where it stands between two blocks, 64 lower-case hexadecimal digits: with size(), all that after() needs to go on.
    /// @pre size() is a multiple of kBlock
    std::string state() const;
    /// One that goes on where another stood.
    /// @pre isSha256(@p state), and @p size is a multiple of kBlock
    static Sha256 after(std::string_view state, std::uint64_t size);

    static constexpr std::size_t kBlock = 64; ///< bytes

private:
    void addBlock(const std::byte *block);

    std::array<std::uint32_t, 8> m_state{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    std::array<std::byte, kBlock> m_rest{}; // what does not fill a block yet
    std::uint64_t m_size = 0;
};

/// SHA-256 of @p bytes, 64 lower-case hexadecimal digits.
std::string sha256(std::span<const std::byte> bytes);

/// Whether @p text is a digest as hex() gives it.
bool isSha256(std::string_view text);

} // namespace calotype::formats
