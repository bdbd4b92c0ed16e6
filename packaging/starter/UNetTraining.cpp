#include "core/diffusion/modules/Autoencoder.h"
#include "core/diffusion/modules/ClipTextEncoder.h"
#include "core/diffusion/modules/UNet.h"
#include "core/diffusion/schedulers/Betas.h"
#include "core/tokenizer/ClipTokenizer.h"
#include "packaging/starter/Captions.h"
#include "packaging/starter/Colours.h"
#include "packaging/starter/NoiseSchedule.h"
#include "packaging/starter/PictureTensor.h"
#include "packaging/starter/Training.h"

#include <QPainter>

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
constexpr std::int64_t kShortContext = 20; // holds every caption
constexpr double kRecoloured = 0.25;      // of the pictures
constexpr double kMoved = 0.4;            // of the rest: mirrored, or smaller and elsewhere, so that an init image's layout counts;
constexpr double kMovedUpTo = 0.8;        // only where the noisy latents still show it, so that noise alone is no such layout
constexpr double kStrongNoise = 0.5;      // of the samples are noised at least from this share of the schedule on,
constexpr double kStrongNoiseFrom = 0.85; // where the noisy latents do not tell the picture yet, and only the words can

// A picture in the autoencoder's words, and what it may be called.
struct Example {
    Tensor latents;                                 // [4, h, w], scaled
    std::vector<std::vector<std::int64_t>> captions; // token ids, 77 each
};

struct ConceptExamples {
    Example original;
    std::vector<Example> recoloured;
    std::vector<Example> moved;
};

// The picture mirrored, and some times smaller and somewhere else, every other time mirrored too. With alpha still.
std::vector<QImage> movedPictures(const QImage &picture, std::mt19937_64 &random)
{
    constexpr int kPlaces = 4;
    std::uniform_real_distribution<double> scale(0.5, 0.9), share(0, 1);
    std::vector<QImage> out{picture.mirrored(true, false)};
    for (int i = 0; i < kPlaces; ++i) {
        const int size = int(picture.width() * scale(random));
        const int room = picture.width() - size;
        const QImage small = picture.scaled(size, size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
        QImage placed(picture.size(), picture.format());
        placed.fill(Qt::transparent);
        QPainter(&placed).drawImage(int(room * share(random)), int(room * share(random)), small.mirrored(i % 2 != 0, false));
        out.push_back(placed);
    }
    return out;
}

class DataSet
{
public:
    DataSet(const Run &run, const std::vector<Concept> &concepts)
        : m_device(run.device)
        , m_tokenizer(ClipVocabulary::builtIn(), {})
    {
        Parameters parameters("", run.device, run.seed);
        parameters.tensors() = loadTensors(run.folder / "vae.safetensors");
        const Autoencoder vae(run.plan.vae, parameters.weights());
        m_empty = ids("");
        std::mt19937_64 random(run.seed);
        for (const Concept &one : concepts) {
            ConceptExamples made;
            made.original = example(vae, one, one.picture, {});
            if (const auto hue = mainHue(one.picture)) {
                for (const Colour &colour : colours())
                    made.recoloured.push_back(example(vae, one, recoloured(one.picture, *hue, colour), colour.name));
            }
            for (const QImage &picture : movedPictures(one.picture, random))
                made.moved.push_back(example(vae, one, picture, {}));
            m_concepts.push_back(std::move(made));
        }
        scaleLatents();
    }

    double scalingFactor() const { return m_factor; }
    // Every token that occurs, rising.
    std::vector<std::int64_t> tokens() const { return {m_tokens.begin(), m_tokens.end()}; }

    // @param noise  [B], CPU, in 0..1: how far along the schedule each will be noised
    // @return latents [B, 4, h, w] and token ids [B, 77]
    std::pair<Tensor, Tensor> batch(const Tensor &noise, std::mt19937_64 &random) const
    {
        std::vector<Tensor> latents, captions;
        std::uniform_real_distribution<double> share(0, 1);
        const auto pick = [&](const auto &list) -> const auto & { return list[random() % list.size()]; };
        for (std::int64_t i = 0; i < noise.size(0); ++i) {
            const ConceptExamples &one = pick(m_concepts);
            const bool turned = !one.recoloured.empty() && share(random) < kRecoloured;
            const bool moved = share(random) < kMoved && noise[i].item<double>() < kMovedUpTo;
            const Example &chosen = turned ? pick(one.recoloured) : moved ? pick(one.moved) : one.original;
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
        const Tensor pixels = toUnit(bytesOf({onWhite(picture)})).to(m_device);
        Example made;
        made.latents = vae.encode(pixels, {}).mean[0].to(torch::kCPU);
        for (const QString &caption : captionsOf(one, colour))
            made.captions.push_back(ids(caption));
        return made;
    }

    // To unit deviation over everything that fills its picture, as the scaling factor of latent diffusion does.
    void scaleLatents()
    {
        std::vector<Tensor> all;
        for (const ConceptExamples &one : m_concepts) {
            all.push_back(one.original.latents);
            for (const Example &other : one.recoloured)
                all.push_back(other.latents);
        }
        m_factor = 1.0 / torch::stack(all).std().item<double>();
        for (ConceptExamples &one : m_concepts) {
            one.original.latents = one.original.latents * m_factor;
            for (std::vector<Example> *list : {&one.recoloured, &one.moved}) {
                for (Example &other : *list)
                    other.latents = other.latents * m_factor;
            }
        }
    }

    torch::Device m_device;
    ClipTokenizer m_tokenizer;
    std::vector<ConceptExamples> m_concepts;
    std::vector<std::int64_t> m_empty;
    std::set<std::int64_t> m_tokens;
    double m_factor = 1;
};

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

    const Tensor alphaBars = makeTrainingSchedule(noiseSchedule(), ZeroSnr::Floored).alphasCumprod.to(run.device);
    train(run, "unet", optimizer, run.steps ? run.steps : run.plan.unetSteps, kHighestRate, [&](std::mt19937_64 &random) {
        const Tensor from = (torch::rand({run.plan.unetBatch}) < kStrongNoise).to(torch::kFloat32) * kStrongNoiseFrom;
        const Tensor share = from + (1.0 - from) * torch::rand({run.plan.unetBatch});
        const auto [plain, ids] = data.batch(share, random);
        const Tensor latents = plain.to(run.device);
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
