#include "core/engine/Progress.h"

namespace calotype {

const char *stageName(Stage stage)
{
    switch (stage) {
    case Stage::Loading: return "loading";
    case Stage::EncodingText: return "text";
    case Stage::EncodingImage: return "encode";
    case Stage::Sampling: return "sampling";
    case Stage::Decoding: return "decode";
    case Stage::Finished: break;
    }
    return "finished";
}

} // namespace calotype
