#include "core/tokenizer/BytePairs.h"

#include <queue>
#include <tuple>

namespace calotype {

namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);
constexpr std::int64_t kMerged = -1; // id of a symbol that its left neighbour took in

struct Symbol {
    std::int64_t id;
    std::size_t previous;
    std::size_t next;
};

struct Candidate {
    std::int32_t rank;
    std::size_t left;
    std::int64_t leftId; // as they were when the pair was seen: later merges make it void
    std::int64_t rightId;
    std::int64_t joined;

    bool operator>(const Candidate &other) const { return std::tie(rank, left) > std::tie(other.rank, other.left); }
};

class Word
{
public:
    Word(const ClipVocabulary &vocabulary, std::string_view bytes)
        : m_vocabulary(vocabulary)
    {
        m_symbols.reserve(bytes.size());
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            const auto byte = static_cast<std::uint8_t>(bytes[i]);
            const bool last = i + 1 == bytes.size();
            m_symbols.push_back({last ? vocabulary.finalByteId(byte) : vocabulary.byteId(byte), i == 0 ? kNone : i - 1,
                last ? kNone : i + 1});
        }
        for (std::size_t i = 0; i + 1 < m_symbols.size(); ++i)
            offer(i);
    }

    void mergeAll()
    {
        while (!m_queue.empty()) {
            const Candidate pair = m_queue.top();
            m_queue.pop();
            Symbol &left = m_symbols[pair.left];
            if (left.id != pair.leftId || left.next == kNone || m_symbols[left.next].id != pair.rightId)
                continue;
            Symbol &right = m_symbols[left.next];
            left.id = pair.joined;
            left.next = right.next;
            right.id = kMerged;
            if (left.next != kNone)
                m_symbols[left.next].previous = pair.left;
            if (left.previous != kNone)
                offer(left.previous);
            offer(pair.left);
        }
    }

    std::vector<std::int64_t> ids() const
    {
        std::vector<std::int64_t> out;
        for (std::size_t i = m_symbols.empty() ? kNone : 0; i != kNone; i = m_symbols[i].next)
            out.push_back(m_symbols[i].id);
        return out;
    }

private:
    void offer(std::size_t left)
    {
        const Symbol &symbol = m_symbols[left];
        if (symbol.next == kNone)
            return;
        const std::int64_t rightId = m_symbols[symbol.next].id;
        if (const auto merge = m_vocabulary.merge(symbol.id, rightId))
            m_queue.push({merge->rank, left, symbol.id, rightId, merge->id});
    }

    const ClipVocabulary &m_vocabulary;
    std::vector<Symbol> m_symbols;
    std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> m_queue;
};

} // namespace

std::vector<std::int64_t> mergeBytePairs(const ClipVocabulary &vocabulary, std::string_view word)
{
    Word symbols(vocabulary, word);
    symbols.mergeAll();
    return symbols.ids();
}

} // namespace calotype
