#include "core/diffusion/pipelines/GuidedUNet.h"

#include "core/diffusion/pipelines/Guidance.h"

#include <algorithm>
#include <utility>

namespace calotype::diffusion {

namespace {

constexpr std::size_t kCallsKept = 2; // the texts of now, and those before

UNetCondition joined(const UNetCondition &a, const UNetCondition &b)
{
    const auto join = [](const Tensor &x, const Tensor &y) { return x.defined() ? torch::cat({x, y}, 0) : Tensor(); };
    return {join(a.context, b.context), join(a.textEmbeds, b.textEmbeds), join(a.timeIds, b.timeIds)};
}

} // namespace

GuidedUNet::GuidedUNet(const Networks &networks, Conditioning conditioning, Guidance guidance, std::stop_token stop,
                       bool inTurns)
    : m_networks(networks)
    , m_conditioning(std::move(conditioning))
    , m_guidance(guidance)
    , m_stop(std::move(stop))
    , m_inTurns(inTurns)
{
}

Tensor GuidedUNet::evaluate(const Tensor &input, double timestep, const Tensor &extra, int call)
{
    Call conditions;
    if (m_conditioning.isGuided())
        conditions.push_back(&m_conditioning.negative.at(call));
    for (const Conditioning::Part &part : m_conditioning.parts)
        conditions.push_back(&part.condition.at(call));
    std::vector<Batch> &batches = batchesOf(conditions);

    // All that a picture sends to the device goes first, and all that comes back comes last: it waits for the device once.
    const Tensor noisy = (extra.defined() ? torch::cat({input, extra}, 1) : input).to(m_networks.device, m_networks.dtype);
    std::vector<Tensor> outputs;
    for (std::int64_t n = 0; n < noisy.size(0); ++n) {
        const Tensor one = noisy.slice(0, n, n + 1);
        std::vector<Tensor> answers;
        for (Batch &batch : batches) {
            const std::int64_t size = batch.condition.context.size(0);
            const Tensor sample = size > 1 ? one.expand({size, -1, -1, -1}).contiguous() : one;
            answers.push_back(m_networks.unet->forward(sample, timestep, batch.condition, m_stop, &m_networks.unetTap,
                                                       &batch.projections));
        }
        // Contiguous, as tensors that come from a resume point are.
        const Tensor all = torch::cat(answers, 0).to(torch::kCPU, torch::kFloat32).contiguous();
        outputs.push_back(combined(all.split(1, 0)));
    }
    return outputs.size() == 1 ? outputs.front() : torch::cat(outputs, 0);
}

std::vector<GuidedUNet::Batch> &GuidedUNet::batchesOf(const Call &call)
{
    const auto known = std::find_if(m_prepared.begin(), m_prepared.end(),
                                    [&](const Prepared &prepared) { return prepared.call == call; });
    if (known != m_prepared.end()) {
        std::rotate(m_prepared.begin(), known, known + 1);
        return m_prepared.front().batches;
    }
    if (m_prepared.size() == kCallsKept)
        m_prepared.pop_back();
    Prepared made{call, {}};
    for (std::size_t i = 0; i < call.size(); ++i) {
        const bool hasPair = !m_inTurns && i + 1 < call.size()
            && call[i]->context.sizes() == call[i + 1]->context.sizes();
        made.batches.push_back({hasPair ? joined(*call[i], *call[i + 1]) : *call[i], {}});
        i += hasPair ? 1 : 0;
    }
    m_prepared.insert(m_prepared.begin(), std::move(made));
    return m_prepared.front().batches;
}

Tensor GuidedUNet::combined(const std::vector<Tensor> &answers) const
{
    if (!m_conditioning.isGuided())
        return answers.front();
    const Tensor &uncond = answers.front();
    const auto &parts = m_conditioning.parts;
    Tensor cond = answers[1];
    if (parts.size() > 1 || parts.front().weight != 1) {
        std::vector<double> weights;
        for (const Conditioning::Part &part : parts)
            weights.push_back(part.weight);
        cond = composed(uncond, {answers.begin() + 1, answers.end()}, weights);
    }
    const Tensor result = guided(uncond, cond, std::max(m_guidance.scale, 1.0));
    return m_guidance.rescale > 0 ? rescaleGuidance(result, cond, m_guidance.rescale) : result;
}

} // namespace calotype::diffusion
