#include "core/engine/prompt/Wildcards.h"

#include "core/engine/PictureSeeds.h"

#include <algorithm>
#include <map>
#include <random>

namespace calotype {

namespace {

constexpr std::string_view kMark = "__";
constexpr std::size_t kLengthMost = 100'000; // bytes of one prompt

struct Mention {
    std::size_t begin; ///< of the first underscore
    std::size_t end;   ///< past the last
    std::string_view name;
};

bool isNameByte(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || byte >= 0x80
           || c == '-' || c == '_' || c == '.' || c == '/';
}

// A prompt may come from a stranger's picture: it names files below the folder, and nothing else.
bool isName(std::string_view name)
{
    if (name.empty() || !std::all_of(name.begin(), name.end(), isNameByte))
        return false;
    for (;;) {
        const std::size_t slash = name.find('/');
        const std::string_view part = name.substr(0, slash);
        if (part.empty() || part.starts_with('.'))
            return false;
        if (slash == std::string_view::npos)
            return true;
        name.remove_prefix(slash + 1);
    }
}

std::optional<Mention> findMention(std::string_view text, std::size_t from)
{
    for (std::size_t begin = text.find(kMark, from); begin != std::string_view::npos;
         begin = text.find(kMark, begin + 1)) {
        const std::size_t nameBegin = begin + kMark.size();
        const std::size_t nameEnd = text.find(kMark, nameBegin);
        if (nameEnd == std::string_view::npos)
            return {};
        const std::string_view name = text.substr(nameBegin, nameEnd - nameBegin);
        if (isName(name))
            return Mention{begin, nameEnd + kMark.size(), name};
    }
    return {};
}

std::string_view trimmed(std::string_view line)
{
    constexpr std::string_view kBlank = " \t\r\n\v\f";
    const std::size_t begin = line.find_first_not_of(kBlank);
    if (begin == std::string_view::npos)
        return {};
    return line.substr(begin, line.find_last_not_of(kBlank) - begin + 1);
}

std::vector<std::string> usable(const std::vector<std::string> &lines)
{
    std::vector<std::string> kept;
    for (const std::string &line : lines) {
        if (const std::string_view text = trimmed(line); !text.empty() && !text.starts_with('#'))
            kept.emplace_back(text);
    }
    return kept;
}

/// The lines of each wildcard that can be drawn, asked for once.
class Choices
{
public:
    explicit Choices(const WildcardLines &lines)
        : m_lines(lines)
    {
    }

    /// Nothing where there is no such wildcard.
    const std::optional<std::vector<std::string>> &of(const std::string &name)
    {
        const auto known = m_known.find(name);
        if (known != m_known.end())
            return known->second;
        auto lines = m_lines(name);
        if (lines)
            lines = usable(*lines);
        return m_known.emplace(name, std::move(lines)).first->second;
    }

private:
    const WildcardLines &m_lines;
    std::map<std::string, std::optional<std::vector<std::string>>> m_known;
};

class Draw
{
public:
    Draw(std::int64_t seed, Choices &choices)
        : m_engine(static_cast<std::uint64_t>(seed))
        , m_choices(choices)
    {
    }

    std::string expand(std::string_view text)
    {
        std::string out;
        std::size_t from = 0;
        while (const auto mention = findMention(text, from)) {
            out += text.substr(from, mention->begin - from);
            out += replacement(std::string(mention->name));
            from = mention->end;
            if (out.size() > kLengthMost)
                tooMuch();
        }
        out += text.substr(from);
        return out;
    }

private:
    std::string replacement(const std::string &name)
    {
        if (std::find(m_path.begin(), m_path.end(), name) != m_path.end()) {
            throw Failure(ErrorCode::WrongUse, "The wildcard “" + name + "” leads back to itself (" + wayTo(name)
                                                   + "); take it out of one of these files.");
        }
        if (m_path.size() == static_cast<std::size_t>(wildcards::kDepthMost)) {
            throw Failure(ErrorCode::WrongUse, "Wildcards lie more than " + std::to_string(wildcards::kDepthMost)
                                                   + " deep in each other (" + wayTo(name) + "); make them flatter.");
        }
        if (++m_draws > wildcards::kDrawsMost)
            tooMuch();
        const auto &choice = m_choices.of(name);
        if (!choice) {
            throw Failure(ErrorCode::NotFound, "There is no wildcard “" + name + "”: add the file " + name
                                                   + ".txt to the wildcards folder, or take __" + name
                                                   + "__ out of the prompt.");
        }
        if (choice->empty()) {
            throw Failure(ErrorCode::WrongUse,
                          "The wildcard “" + name + "” has no line to draw from; write some into " + name + ".txt.");
        }
        m_path.push_back(name);
        std::string text = expand((*choice)[m_engine() % choice->size()]);
        m_path.pop_back();
        return text;
    }

    std::string wayTo(const std::string &name) const
    {
        std::string way;
        for (const std::string &step : m_path)
            way += step + " → ";
        return way + name;
    }

    [[noreturn]] static void tooMuch()
    {
        throw Failure(ErrorCode::WrongUse, "The wildcards make the prompt longer than can be used; name fewer of them.");
    }

    std::mt19937_64 m_engine; // the standard fixes its numbers, so that they are the same everywhere
    Choices &m_choices;
    std::vector<std::string> m_path; ///< the wildcards that are being expanded, the outermost first
    int m_draws = 0;
};

/// @throws Failure as withWildcards() returns it
GenerationRequest drawn(GenerationRequest request, Choices &choices)
{
    Draw draw(request.seeds.empty() ? 0 : request.seeds.front(), choices);
    request.prompt = draw.expand(request.prompt);
    for (std::optional<std::string> *const prompt : {&request.negativePrompt, &request.prompt2, &request.negativePrompt2}) {
        if (*prompt)
            *prompt = draw.expand(**prompt);
    }
    return request;
}

} // namespace

bool hasWildcards(std::string_view prompt)
{
    return findMention(prompt, 0).has_value();
}

bool hasWildcards(const GenerationRequest &request)
{
    const auto named = [](const std::optional<std::string> &prompt) { return prompt && hasWildcards(*prompt); };
    return hasWildcards(request.prompt) || named(request.negativePrompt) || named(request.prompt2)
           || named(request.negativePrompt2);
}

Result<GenerationRequest> withWildcards(GenerationRequest request, const WildcardLines &lines)
{
    try {
        Choices choices(lines);
        return drawn(std::move(request), choices);
    } catch (const Failure &failure) {
        return failure.error();
    }
}

Result<std::vector<GenerationRequest>> expandWildcards(const GenerationRequest &request, const WildcardLines &lines)
{
    if (!hasWildcards(request))
        return std::vector{request};
    try {
        Choices choices(lines);
        std::vector<GenerationRequest> requests;
        const std::size_t count = request.noise == NoiseMode::Batch ? 1 : request.seeds.size();
        for (std::size_t k = 0; k < count; ++k)
            requests.push_back(drawn(requestOfPicture(request, k), choices));
        return requests;
    } catch (const Failure &failure) {
        return failure.error();
    }
}

} // namespace calotype
