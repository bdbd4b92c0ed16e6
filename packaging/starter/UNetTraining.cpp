#include "core/diffusion/modules/Autoencoder.h"
#include "core/diffusion/modules/ClipTextEncoder.h"
#include "core/diffusion/modules/UNet.h"
#include "core/diffusion/schedulers/Betas.h"
#include "core/diffusion/schedulers/SchedulerConfig.h"
#include "core/tokenizer/ClipTokenizer.h"
#include "packaging/starter/Captions.h"
#include "packaging/starter/Colours.h"
#include "packaging/starter/PictureTensor.h"
#include "packaging/starter/Training.h"

#include <algorithm>
#include <cstdio>
#include <random>
#include <set>

namespace calotype::starter {

namespace {

using namespace diffusion;

constexpr double kHighestRate = 7e-4;
constexpr double kCaptionDropped = 0.1;   // of the captions, for classifier-free guidance (Ho and Salimans 2022)
constexpr double kShortContexts = 0.7;    // of the steps see only the first tokens
constexpr std::int64_t kShortContext = 16; // holds every caption
constexpr double kRecoloured = 0.25;      // of the pictures
constexpr double kStrongNoise = 0.5;      // of the samples are noised at least from this share of the schedule on,
constexpr double kStrongNoiseFrom = 0.65; // where the noisy latents do not tell the picture yet, and only the words can

// A picture in the autoencoder's words, and what it may be called.
struct Example {
    Tensor latents;                                 // [4, h, w], scaled
    std::vector<std::vector<std::int64_t>> captions; // token ids, 77 each
};

struct ConceptExamples {
    Example original;
    std::vector<Example> recoloured;
};

class DataSet
{
public:
    DataSet(const Run &run, const std::vector<Concept> &concepts)
        : m_tokenizer(ClipVocabulary::builtIn(), {})
    {
        Parameters parameters("", run.device, run.seed);
        parameters.tensors() = loadTensors(run.folder / "vae.safetensors");
        const Autoencoder vae(run.plan.vae, parameters.weights());
        m_empty = ids("");
        for (const Concept &one : concepts) {
            ConceptExamples made;
            made.original = example(vae, one, one.picture, {});
            if (const auto hue = mainHue(one.picture)) {
                for (const Colour &colour : colours())
                    made.recoloured.push_back(example(vae, one, recoloured(one.picture, *hue, colour), colour.name));
            }
            m_concepts.push_back(std::move(made));
        }
        scaleLatents();
    }

    double scalingFactor() const { return m_factor; }
    // Every token that occurs, rising.
    std::vector<std::int64_t> tokens() const { return {m_tokens.begin(), m_tokens.end()}; }

    // @return latents [B, 4, h, w] and token ids [B, 77]
    std::pair<Tensor, Tensor> batch(std::int64_t count, std::mt19937_64 &random) const
    {
        std::vector<Tensor> latents, captions;
        std::uniform_real_distribution<double> share(0, 1);
        const auto pick = [&](const auto &list) -> const auto & { return list[random() % list.size()]; };
        for (std::int64_t i = 0; i < count; ++i) {
            const ConceptExamples &one = pick(m_concepts);
            const bool turned = !one.recoloured.empty() && share(random) < kRecoloured;
            const Example &chosen = turned ? pick(one.recoloured) : one.original;
            const auto &caption = share(random) < kCaptionDropped ? m_empty : pick(chosen.captions);
            latents.push_back(chosen.latents);
            captions.push_back(torch::tensor(caption, torch::kInt64));
        }
        return {torch::stack(latents), torch::stack(captions)};
    }

private:
    std::vector<std::int64_t> ids(const QString &caption)
    {
        auto list = m_tokenizer.encodePadded(caption.toStdString()).ids;
        m_tokens.insert(list.begin(), list.end());
        return list;
    }

    Example example(const Autoencoder &vae, const Concept &one, const QImage &picture,
                    const std::optional<QString> &colour)
    {
        const at::NoGradGuard noGrad;
        const Tensor pixels = toUnit(bytesOf({onWhite(picture)})).to(torch::kFloat32);
        Example made;
        made.latents = vae.encode(pixels, {}).mean[0];
        for (const QString &caption : captionsOf(one, colour))
            made.captions.push_back(ids(caption));
        return made;
    }

    // To unit deviation over everything, as the scaling factor of latent diffusion does.
    void scaleLatents()
    {
        std::vector<Tensor> all;
        const auto each = [&](auto visit) {
            for (ConceptExamples &one : m_concepts) {
                visit(one.original);
                for (Example &other : one.recoloured)
                    visit(other);
            }
        };
        each([&](Example &one) { all.push_back(one.latents); });
        m_factor = 1.0 / torch::stack(all).std().item<double>();
        each([&](Example &one) { one.latents = one.latents * m_factor; });
    }

    ClipTokenizer m_tokenizer;
    std::vector<ConceptExamples> m_concepts;
    std::vector<std::int64_t> m_empty;
    std::set<std::int64_t> m_tokens;
    double m_factor = 1;
};

SchedulerConfig schedule()
{
    SchedulerConfig config;
    config.betaStart = 0.00085;
    config.betaEnd = 0.012;
    config.betaSchedule = "scaled_linear";
    return config;
}

// The token table with the rows of the whole vocabulary, zero for what no caption said.
Tensor wholeTable(const Tensor &table, const std::vector<std::int64_t> &tokens, std::int64_t vocabulary)
{
    Tensor whole = torch::zeros({vocabulary, table.size(1)});
    whole.index_copy_(0, torch::tensor(tokens, torch::kInt64), table.to(torch::kCPU));
    return whole;
}

} // namespace

void trainUNet(const Run &run, const std::vector<Concept> &concepts)
{
    const DataSet data(run, concepts);
    const auto tokens = data.tokens();
    // While training the token table has the rows that occur only: compact[id] is the row.
    Tensor compact = torch::full({run.plan.text.vocabSize}, -1, torch::kInt64);
    for (std::size_t i = 0; i < tokens.size(); ++i)
        compact[tokens[i]] = static_cast<std::int64_t>(i);
    auto textConfig = run.plan.text;
    textConfig.vocabSize = static_cast<std::int64_t>(tokens.size());
    textConfig.eosId = compact[run.plan.text.eosId].item<std::int64_t>();
    std::printf("%zu concepts, %zu tokens, scaling factor %.5f\n", concepts.size(), tokens.size(), data.scalingFactor());

    Parameters unetParameters("unet.", run.device, run.seed);
    Parameters textParameters("text.", run.device, run.seed + 1);
    UNet(run.plan.unet, unetParameters.weights()); // makes the parameters
    const ClipTextEncoder text(textConfig, textParameters.weights());
    Tensors all = unetParameters.tensors();
    all.insert(textParameters.tensors().begin(), textParameters.tensors().end());
    std::int64_t size = 0;
    for (const auto &[name, tensor] : all)
        size += tensor.numel();
    std::printf("%.2f million parameters\n", double(size) / 1e6);
    AdamW optimizer(all, {});

    const Tensor alphaBars = makeTrainingSchedule(schedule(), ZeroSnr::Exact).alphasCumprod.to(run.device);
    std::mt19937_64 random(run.seed + static_cast<std::uint64_t>(optimizer.steps()));
    train(run, "unet", optimizer, run.steps ? run.steps : run.plan.unetSteps, kHighestRate, [&] {
        const auto [plain, ids] = data.batch(run.plan.unetBatch, random);
        const Tensor latents = plain.to(run.device);
        const Tensor from = (torch::rand({latents.size(0)}) < kStrongNoise).to(torch::kFloat32) * kStrongNoiseFrom;
        const Tensor share = from + (1.0 - from) * torch::rand({latents.size(0)});
        const Tensor steps = (share * double(alphaBars.size(0))).to(torch::kInt64).clamp_max(alphaBars.size(0) - 1).to(run.device);
        const Tensor alphaBar = alphaBars.index_select(0, steps).view({-1, 1, 1, 1});
        const Tensor alpha = alphaBar.sqrt(), sigma = (1.0 - alphaBar).sqrt();
        const Tensor noise = torch::randn_like(latents);
        // Mostly without the padding, which would hide the few words while attention is still even.
        const Tensor seen = torch::rand({1}).item<double>() < kShortContexts ? ids.narrow(1, 0, kShortContext) : ids;
        UNetCondition condition;
        condition.context = text.forward(compact.index_select(0, seen.flatten()).view_as(seen).to(run.device), {})
                                .lastHiddenState;
        condition.context = condition.context.to(run.dtype);
        const UNet unet(run.plan.unet, unetParameters.weights(run.dtype));
        const Tensor noisy = alpha * latents + sigma * noise;
        const Tensor made = unet.forward(noisy.to(run.dtype), steps.to(torch::kFloat32), condition, {}).to(torch::kFloat32);
        // v prediction (Salimans and Ho 2022, appendix D).
        return (made - (alpha * noise - sigma * latents)).square().mean();
    });

    Tensors unetOut, textOut;
    for (const auto &[name, tensor] : optimizer.average())
        (name.rfind("unet.", 0) == 0 ? unetOut : textOut).emplace(name.substr(5), tensor);
    Tensor &table = textOut.at("text_model.embeddings.token_embedding.weight");
    table = wholeTable(table, tokens, run.plan.text.vocabSize);
    saveTensors(run.folder / "unet.safetensors", unetOut, {{"scaling_factor", std::to_string(data.scalingFactor())}});
    saveTensors(run.folder / "text.safetensors", textOut);
}

} // namespace calotype::starter
