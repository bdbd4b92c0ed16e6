#include "core/diffusion/pipelines/Pipeline.h"

#include "core/base/Error.h"
#include "core/diffusion/Cancel.h"
#include "core/diffusion/Device.h"
#include "core/diffusion/noise/ImageNoise.h"
#include "core/diffusion/pipelines/Conditioning.h"
#include "core/diffusion/pipelines/Guidance.h"
#include "core/diffusion/pipelines/GuidedUNet.h"
#include "core/diffusion/pipelines/ImageTensor.h"
#include "core/diffusion/pipelines/MaskedPart.h"
#include "core/diffusion/pipelines/ProgressMeter.h"
#include "core/diffusion/pipelines/ResumeState.h"
#include "core/diffusion/pipelines/SourceLatents.h"
#include "core/diffusion/pipelines/VaeCodec.h"
#include "core/diffusion/preview/PreviewMaker.h"
#include "core/diffusion/schedulers/Betas.h"
#include "core/diffusion/schedulers/SchedulerRegistry.h"
#include "core/engine/PictureSeeds.h"
#include "core/engine/SamplerTable.h"
#include "core/engine/Validation.h"

#include <chrono>
#include <cstring>
#include <optional>

namespace calotype::diffusion {

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

Latents toLatents(const Tensor &tensor)
{
    const Tensor flat = tensor.to(torch::kCPU, torch::kFloat32).contiguous();
    Latents latents;
    for (std::size_t i = 0; i < 4; ++i)
        latents.shape[i] = flat.size(static_cast<std::int64_t>(i));
    latents.values.assign(flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel());
    return latents;
}

int widthOf(const GenerationRequest &request, const Networks &networks)
{
    return request.width > 0 ? request.width : networks.description.info.nativeWidth;
}

int heightOf(const GenerationRequest &request, const Networks &networks)
{
    return request.height > 0 ? request.height : networks.description.info.nativeHeight;
}

// One request on its way: what all groups of pictures share, and the steps that a group takes.
class Run
{
public:
    Run(Networks &networks, const GenerationRequest &request, const ProgressSink &progress, const std::stop_token &stop)
        : m_networks(networks)
        , m_asked(request)
        , m_part(request, widthOf(request, networks), heightOf(request, networks))
        , m_request(m_part.request())
        , m_progress(progress)
        , m_stop(stop)
        , m_plan(planRun(networks, widthOf(request, networks), heightOf(request, networks), conditionsOf(request)))
        , m_vae(networks, m_result.notes, m_plan.vaeInTiles)
        , m_preview(networks, request)
        , m_inpaintingUnet(networks.description.unet.inChannels == 9)
        , m_alphasCumprod(makeTrainingSchedule(networks.scheduler, ZeroSnr::Floored).alphasCumprod)
    {
        const auto &info = networks.description.info;
        m_result.engine = "libtorch " TORCH_VERSION;
        m_result.width = widthOf(request, networks);
        m_result.height = heightOf(request, networks);
        m_options.sampler = request.sampler; // empty stays so: the model's own, with all of its settings
        m_options.schedule = request.schedule;
        m_options.eta = request.eta;
        m_options.isXl = networks.isXl();
        m_result.sampler = request.sampler.empty() ? samplerIdOf(networks.scheduler) : request.sampler;
        m_result.schedule = m_options.schedule;
        m_result.modelName = info.name;
        m_result.modelPath = info.path;
        m_result.vaePath = networks.vaePath;
        m_result.prediction = predictionTypeName(info.prediction);
        m_result.device = networks.choice.device;
        m_result.dtype = networks.choice.dtype;
        m_result.memory = memoryModeName(m_plan.inTurns ? MemoryMode::Low : networks.choice.memory);
        m_result.vaeTiles = vaeTilesName(m_plan.vaeInTiles ? VaeTiles::On : VaeTiles::Off);
        notePlan();
    }

    GenerationResult go()
    {
        checkPictures();
        requireUnchangedFiles(m_networks.description);
        const auto scheduler = newScheduler();
        const int begin = beginIndex(*scheduler);
        scheduler->setBeginIndex(begin); // a sampler may lay out the rest anew
        const int evaluations = static_cast<int>(scheduler->timesteps().size()) - begin;
        const int steps = m_request.initImage ? effectiveSteps(m_request.steps, m_request.strength) : m_request.steps;
        m_result.timesteps.assign(scheduler->timesteps().begin() + begin, scheduler->timesteps().end());
        if (!scheduler->sigmas().empty())
            m_result.sigmas.assign(scheduler->sigmas().begin() + begin, scheduler->sigmas().end());
        m_details = std::make_shared<const RunDetails>(m_result);

        const int images = static_cast<int>(m_request.seeds.size());
        const int groupSize = m_request.noise == NoiseMode::Batch ? images : 1;
        if (m_request.resume || wantsResumePoints())
            m_identity = RunIdentity::of(m_asked, m_result, m_networks.description);
        std::optional<ResumeState> resumed;
        if (m_request.resume) {
            const ResumeState::Bounds bounds{images, evaluations, {groupSize, 4, m_result.height / 8, m_result.width / 8}};
            resumed = ResumeState::open(*m_request.resume, bounds, m_identity, m_result.modelName);
        }
        const int firstImage = resumed ? resumed->image : 0;
        ProgressMeter meter(m_progress, images, steps, evaluations, firstImage);
        try {
            if (resumed && resumed->vaeInFloat32 && m_networks.vaeDtype != torch::kFloat32)
                reloadVaeInFloat32(m_networks, m_stop);
            prepare(meter);
            for (int first = firstImage; first < images; first += groupSize) {
                makeGroup(first, groupSize, begin, resumed ? &*resumed : nullptr, meter);
                resumed.reset();
            }
        } catch (const Failure &failure) {
            if (failure.error().code != ErrorCode::Cancelled)
                throw;
            m_result.cancelled = true;
        }
        if (m_request.keepLatents && !m_latents.empty())
            m_result.latents = toLatents(torch::cat(m_latents, 0));
        m_result.seconds.denoise = meter.stepSeconds();
        m_result.seconds.decode = meter.decodeSeconds();
        meter.finished();
        return std::move(m_result);
    }

private:
    // What was not asked for.
    void notePlan()
    {
        if (m_networks.isLow())
            return;
        if (m_plan.inTurns)
            m_result.notes.emplace_back("Memory is short, so the network saw the prompt and the negative prompt in turns.");
        if (m_plan.vaeInTiles && m_networks.vaeTiles == VaeTiles::Auto)
            m_result.notes.emplace_back("Memory is short, so the VAE worked in tiles.");
    }

    void checkPictures() const
    {
        const auto fits = [this](const Image &image) {
            return image.width == m_result.width && image.height == m_result.height;
        };
        if ((m_request.initImage && !fits(*m_request.initImage)) || (m_request.mask && !fits(*m_request.mask))) {
            throw Failure(ErrorCode::WrongUse, "The init image and the mask must be " + std::to_string(m_result.width)
                                                   + " × " + std::to_string(m_result.height)
                                                   + " pixels, as the picture will be; resize them first.");
        }
    }

    std::unique_ptr<Scheduler> newScheduler() const
    {
        auto scheduler = makeScheduler(m_networks.scheduler, m_options);
        scheduler->setTimesteps(m_request.steps);
        return scheduler;
    }

    // Where an image-to-image run enters the schedule: t_start · order evaluations are left out.
    int beginIndex(const Scheduler &scheduler) const
    {
        if (!m_request.initImage)
            return 0;
        const int run = effectiveSteps(m_request.steps, m_request.strength);
        if (run < 1) {
            throw Failure(ErrorCode::WrongUse,
                          "With strength " + std::to_string(m_request.strength) + " none of the "
                              + std::to_string(m_request.steps) + " steps would run; raise the strength or the steps.");
        }
        const int begin = (m_request.steps - run) * scheduler.order();
        if (begin >= static_cast<int>(scheduler.timesteps().size())) {
            throw Failure(ErrorCode::WrongUse, "The model's schedule is cut short (lambda_min_clipped) and leaves none of "
                                               "the last " + std::to_string(run) + " steps; raise the strength.");
        }
        return begin;
    }

    void prepare(ProgressMeter &meter)
    {
        meter.stage(Stage::EncodingText, 0);
        auto start = Clock::now();
        const auto sampler = findSampler(m_result.sampler);
        const ConditioningFrame frame{m_result.width, m_result.height, sampler ? sampler.value()->evaluationsPerStep : 1};
        Conditioning conditioning = [&] {
            struct Leave { // also where the prompt is refused
                Networks &networks;
                ~Leave() { leaveTextEncoders(networks); }
            } const leave{m_networks};
            return encodePrompts(m_networks, m_request, frame, m_stop);
        }();
        m_result.notes.insert(m_result.notes.end(), conditioning.notes.begin(), conditioning.notes.end());
        m_unet.emplace(m_networks, std::move(conditioning),
                       GuidedUNet::Guidance{m_request.guidance, m_request.guidanceRescale}, m_stop, m_plan.inTurns);
        m_result.seconds.text = secondsSince(start);

        if (m_request.initImage || m_inpaintingUnet) {
            meter.stage(Stage::EncodingImage, 0);
            start = Clock::now();
            m_source = encodeSource(m_request, m_inpaintingUnet, m_result.width, m_result.height, m_vae, m_stop);
            rest(m_networks, m_networks.description.vaeSource);
            m_result.seconds.encode = secondsSince(start);
        }
    }

    bool wantsResumePoints() const { return m_progress && m_request.resumePointSeconds > 0; }

    // Null most of the time: a point is due once in resumePointSeconds.
    std::shared_ptr<const ResumePoint> resumePoint(Scheduler &scheduler, const Tensor &latents, int first, int evaluations,
                                                   const ProgressMeter &meter)
    {
        if (!wantsResumePoints() || secondsSince(m_lastResumePoint) < m_request.resumePointSeconds)
            return {};
        ResumeState state;
        state.image = first;
        state.evaluation = evaluations;
        state.vaeInFloat32 = m_networks.vaeDtype == torch::kFloat32;
        state.latents = latents;
        state.takeFrom(scheduler);
        m_lastResumePoint = Clock::now();
        return std::make_shared<const ResumePoint>(
            ResumePoint{first, meter.stepsAfter(evaluations), state.toBytes(m_identity)});
    }

    /// @param resumed  where the group stood; null for one that begins
    void makeGroup(int first, int size, int begin, const ResumeState *resumed, ProgressMeter &meter)
    {
        const std::vector<std::int64_t> seeds(m_request.seeds.begin() + first, m_request.seeds.begin() + first + size);
        ImageNoise noise(seeds, m_request.noise, {1, 4, m_result.height / 8, m_result.width / 8},
                         {m_networks.scheduler.noiseSamplerSeed, variationOf(m_request, static_cast<std::size_t>(first))});
        const auto scheduler = newScheduler();
        scheduler->setBeginIndex(begin);
        StartLatents start = startLatents(m_source, m_inpaintingUnet, noise, *scheduler, begin, m_vae);

        Tensor latents = start.latents;
        int next = begin;
        if (resumed && resumed->evaluation > 0) {
            resumed->giveTo(*scheduler, noise, begin);
            latents = resumed->latents;
            next += resumed->evaluation;
        }
        meter.stage(Stage::Sampling, first, next - begin);
        m_preview.begin();
        const int end = static_cast<int>(scheduler->timesteps().size());
        for (int i = next; i < end; ++i) {
            throwIfStopped(m_stop);
            const double timestep = scheduler->timesteps()[static_cast<std::size_t>(i)];
            const Tensor input = scheduler->scaleModelInput(latents, i);
            const Tensor output = m_unet->evaluate(input, timestep, start.extra, i - begin);
            latents = scheduler->step(output, i, latents, noise);
            if (m_source.mask.defined() && !m_inpaintingUnet)
                latents = keepUnmasked(latents, start, m_source.mask, *scheduler, i + 1);
            requireFinite(latents, i - begin + 1);
            auto point = resumePoint(*scheduler, latents, first, i - begin + 1, meter);
            report(meter, input, output, latents, timestep, i - begin, first, size, std::move(point));
        }
        decodeGroup(latents, first, size, meter);
    }

    void requireFinite(const Tensor &latents, int evaluation) const
    {
        if (torch::isfinite(latents).all().item<bool>())
            return;
        const bool half = m_networks.dtype != torch::kFloat32;
        throw Failure(ErrorCode::Damaged,
                      "Sampling gave values that are not numbers at evaluation " + std::to_string(evaluation) + "; "
                          + (half ? "try float32 (--dtype float32)." : "the model is damaged or this sampler does not suit it."));
    }

    void report(ProgressMeter &meter, const Tensor &input, const Tensor &output, const Tensor &latents, double timestep,
                int evaluation, int first, int size, std::shared_ptr<const ResumePoint> point)
    {
        std::shared_ptr<const Image> preview;
        if (m_preview.isDue(meter.stepsAfter(evaluation + 1))) {
            preview = m_preview.make(denoisedEstimate(input.slice(0, 0, 1), output.slice(0, 0, 1), timestep,
                                                      m_alphasCumprod, m_networks.scheduler.predictionType));
        }
        std::shared_ptr<const Latents> kept;
        if (m_request.keepStepLatents)
            kept = std::make_shared<Latents>(toLatents(latents));
        meter.evaluated(evaluation, first, size, std::move(preview), std::move(kept), std::move(point));
    }

    void decodeGroup(const Tensor &latents, int first, int size, ProgressMeter &meter)
    {
        if (m_result.samplingPeakBytes == 0)
            m_result.samplingPeakBytes = peakMemoryBytes(m_networks.choice.device);
        rest(m_networks, m_networks.description.unetSource); // so that the VAE's maps take its place
        for (int n = 0; n < size; ++n) {
            meter.stage(Stage::Decoding, first + n);
            const Tensor one = latents.slice(0, n, n + 1);
            GeneratedImage picture;
            picture.seed = m_request.seeds[static_cast<std::size_t>(first + n)];
            picture.index = first + n;
            picture.image = m_part.finished(tensorToImage(m_vae.decode(one, m_stop)));
            picture.run = detailsOfNow();
            if (m_request.keepLatents)
                m_latents.push_back(one);
            m_result.images.push_back(picture);
            meter.decoded(first + n, std::make_shared<GeneratedImage>(std::move(picture)));
        }
        rest(m_networks, m_networks.description.vaeSource);
    }

    // Memory may have run out since they were put down.
    std::shared_ptr<const RunDetails> detailsOfNow()
    {
        const char *const tiles = vaeTilesName(m_vae.isInTiles() ? VaeTiles::On : VaeTiles::Off);
        if (m_result.vaeTiles != tiles) {
            m_result.vaeTiles = tiles;
            m_details = std::make_shared<const RunDetails>(m_result);
        }
        return m_details;
    }

    Networks &m_networks;
    const GenerationRequest &m_asked;
    MaskedPart m_part;
    const GenerationRequest &m_request; // what the network works on
    const ProgressSink &m_progress;
    std::stop_token m_stop;
    GenerationResult m_result;
    WorkPlan m_plan;
    VaeCodec m_vae;
    PreviewMaker m_preview;
    SchedulerOptions m_options;
    std::shared_ptr<const RunDetails> m_details;
    bool m_inpaintingUnet;
    Tensor m_alphasCumprod;
    std::optional<GuidedUNet> m_unet;
    SourceImage m_source;
    RunIdentity m_identity; // empty unless resume points are read or made
    Clock::time_point m_lastResumePoint = Clock::now();
    std::vector<Tensor> m_latents;
};

} // namespace

GenerationResult runPipeline(Networks &networks, const GenerationRequest &request, const ProgressSink &progress,
                             const std::stop_token &stop)
{
    return Run(networks, request, progress, stop).go();
}

} // namespace calotype::diffusion
