#include "core/diffusion/pipelines/TextEncoding.h"

#include "core/diffusion/pipelines/TextStates.h"

#include <algorithm>
#include <sstream>

namespace calotype::diffusion {

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
    for (std::string word; words >> word;) {
        const auto ids = networks.tokenizer->encode(word);
        if (!std::all_of(ids.begin(), ids.end(), isKnown) && unknown.find("“" + word + "”") == std::string::npos)
            unknown += (unknown.empty() ? "“" : ", “") + word + "”";
    }
    if (!unknown.empty())
        notes.push_back("The model was never shown these words, and guesses: " + unknown + ".");
}

} // namespace calotype::diffusion
