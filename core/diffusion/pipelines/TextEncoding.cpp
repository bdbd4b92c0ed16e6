#include "core/diffusion/pipelines/TextEncoding.h"

#include "core/diffusion/pipelines/TextStates.h"

namespace calotype::diffusion {

EncodedText encodedText(const Networks &networks, int encoder, const std::vector<std::int64_t> &ids, int clipSkip,
                        const std::stop_token &stop)
{
    return networks.textMemory->of({encoder, clipSkip, ids}, [&]() -> EncodedText {
        const ClipTextEncoder &network = encoder == 0 ? *networks.text : *networks.text2;
        const ClipTokenizer &tokenizer = encoder == 0 ? *networks.tokenizer : *networks.tokenizer2;
        const TextOutput output = network.forward(idTensor(tokenizer, network, ids).to(networks.device), stop);
        return {networks.isXl() ? sdxlState(output, clipSkip) : sdState(network, output, clipSkip), output.textEmbeds};
    });
}

} // namespace calotype::diffusion
