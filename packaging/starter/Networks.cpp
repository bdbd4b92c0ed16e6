#include "packaging/starter/Networks.h"

namespace calotype::starter {

Plan planOf(Scope scope)
{
    const bool full = scope == Scope::Full;
    Plan plan;

    // The outermost level works on every pixel: few channels there cost little sharpness and much less time.
    plan.vae.blockOutChannels = full ? std::vector<std::int64_t>{48, 96, 128, 128} : std::vector<std::int64_t>{16, 32, 64, 64};
    plan.vae.layersPerBlock = 1;
    plan.vae.normGroups = 8;

    plan.text.hiddenSize = full ? 192 : 128;
    plan.text.intermediateSize = 4 * plan.text.hiddenSize;
    plan.text.layers = 2;
    plan.text.heads = plan.text.hiddenSize / 32;

    plan.unet.blockOutChannels = full ? std::vector<std::int64_t>{128, 256, 320} : std::vector<std::int64_t>{64, 128, 192};
    plan.unet.layersPerBlock = full ? 2 : 1;
    plan.unet.transformerDepth = {0, 1, 1};
    plan.unet.heads = {2, 4, full ? 8 : 6};
    plan.unet.crossAttentionDim = plan.text.hiddenSize;
    plan.unet.normGroups = 16;
    plan.unet.linearProjection = true;
    plan.unet.sampleSize = plan.size / 8;

    plan.vaeSteps = full ? 30000 : 2800;
    plan.vaeBatch = full ? 32 : 8;
    plan.unetSteps = full ? 60000 : 12500;
    plan.unetBatch = full ? 128 : 32;
    plan.decoderSteps = full ? 15000 : 1800;
    plan.leastRight = full ? 0.9 : 0.75;
    return plan;
}

} // namespace calotype::starter
