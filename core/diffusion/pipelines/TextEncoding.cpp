#include "core/diffusion/pipelines/TextEncoding.h"

#include "core/diffusion/pipelines/TextStates.h"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <sstream>

namespace calotype::diffusion {

namespace {

// Without the marks of punctuation before and behind it; nothing of a mark alone.
std::string bareWord(const std::string &word)
{
    const auto isMark = [](unsigned char c) { return std::ispunct(c) != 0; };
    const auto begin = std::find_if_not(word.begin(), word.end(), isMark);
    const auto end = std::find_if_not(word.rbegin(), std::make_reverse_iterator(begin), isMark).base();
    return {begin, end};
}

} // namespace

EncodedText encodedText(Networks &networks, int encoder, const std::vector<std::int64_t> &ids, int clipSkip,
                        const std::stop_token &stop)
{
    return networks.textMemory->of({encoder, clipSkip, ids}, [&]() -> EncodedText {
        needTextEncoders(networks, stop);
        const ClipTextEncoder &network = encoder == 0 ? *networks.text : *networks.text2;
        const ClipTokenizer &tokenizer = encoder == 0 ? *networks.tokenizer : *networks.tokenizer2;
        const TextOutput output = network.forward(idTensor(tokenizer, network, ids).to(networks.device), stop);
        return {networks.isXl() ? sdxlState(output, clipSkip) : sdState(network, output, clipSkip), output.textEmbeds};
    });
}

void noteUnknownWords(Networks &networks, const std::string &text, std::vector<std::string> &notes,
                      const std::stop_token &stop)
{
    const auto isKnown = [&](std::int64_t id) {
        return networks.textMemory->knows(id, [&] {
            needTextEncoders(networks, stop);
            return networks.text->knows(id);
        });
    };
    std::string unknown;
    std::istringstream words(text);
    for (std::string written; words >> written;) {
        const std::string word = bareWord(written);
        const auto ids = networks.tokenizer->encode(word);
        if (!std::all_of(ids.begin(), ids.end(), isKnown) && unknown.find("“" + word + "”") == std::string::npos)
            unknown += (unknown.empty() ? "“" : ", “") + word + "”";
    }
    if (!unknown.empty())
        notes.push_back("The model was never shown these words, and guesses: " + unknown + ".");
}

} // namespace calotype::diffusion
