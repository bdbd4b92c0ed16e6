#include "core/diffusion/pipelines/ProgressMeter.h"

#include <algorithm>

namespace calotype::diffusion {

namespace {

constexpr std::size_t kRecentSteps = 8;

double secondsSince(ProgressMeter::Clock::time_point start)
{
    return std::chrono::duration<double>(ProgressMeter::Clock::now() - start).count();
}

} // namespace

ProgressMeter::ProgressMeter(const ProgressSink &sink, int images, int steps, int evaluations, int firstImage)
    : m_sink(sink)
    , m_images(images)
    , m_steps(steps)
    , m_evaluations(evaluations)
    , m_firstImage(firstImage)
{
}

int ProgressMeter::stepsAfter(int evaluations) const
{
    return static_cast<int>(static_cast<std::int64_t>(evaluations) * m_steps / m_evaluations);
}

Progress ProgressMeter::make(Stage stage, int image) const
{
    Progress progress;
    progress.stage = stage;
    progress.step = m_step;
    progress.totalSteps = m_steps;
    progress.image = image;
    progress.imageCount = m_images;
    progress.secondsPerStep = secondsPerStep();
    return progress;
}

void ProgressMeter::stage(Stage stage, int image, int evaluationsDone)
{
    m_mark = Clock::now();
    if (stage == Stage::Sampling) {
        m_step = stepsAfter(evaluationsDone);
        m_currentStep = 0;
    }
    if (m_sink)
        m_sink(make(stage, image));
}

void ProgressMeter::evaluated(int evaluation, int image, int groupSize, std::shared_ptr<const Image> preview,
                              std::shared_ptr<const Latents> latents, std::shared_ptr<const ResumePoint> resumePoint)
{
    m_currentStep += secondsSince(m_mark);
    m_mark = Clock::now();
    const int step = stepsAfter(evaluation + 1);
    if (step > m_step) {
        // One evaluation may close more than one step only if a sampler evaluates less than once a step: share it out.
        const int closed = step - m_step;
        for (int i = 0; i < closed; ++i)
            m_stepSeconds.push_back(m_currentStep / closed);
        if (m_firstSeen)
            m_recent.push_back(m_currentStep / closed);
        m_firstSeen = true;
        if (m_recent.size() > kRecentSteps)
            m_recent.pop_front();
        m_currentStep = 0;
        m_step = step;
    }
    if (!m_sink)
        return;
    Progress progress = make(Stage::Sampling, image);
    progress.secondsLeft = secondsLeft(image, m_step, groupSize);
    progress.preview = std::move(preview);
    progress.latents = std::move(latents);
    progress.resumePoint = std::move(resumePoint);
    m_sink(progress);
}

void ProgressMeter::decoded(int image, std::shared_ptr<const GeneratedImage> picture)
{
    m_decodeSeconds += secondsSince(m_mark);
    m_mark = Clock::now();
    ++m_decoded;
    if (!m_sink)
        return;
    Progress progress = make(Stage::Decoding, image);
    progress.finished = std::move(picture);
    m_sink(progress);
}

void ProgressMeter::finished()
{
    if (!m_sink)
        return;
    Progress progress = make(Stage::Finished, m_images - 1);
    progress.secondsLeft = 0;
    m_sink(progress);
}

double ProgressMeter::secondsPerStep() const
{
    if (m_recent.empty())
        return m_stepSeconds.empty() ? 0.0 : m_stepSeconds.back();
    std::vector<double> sorted(m_recent.begin(), m_recent.end());
    std::sort(sorted.begin(), sorted.end());
    const std::size_t middle = sorted.size() / 2;
    return sorted.size() % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

double ProgressMeter::secondsLeft(int image, int step, int groupSize) const
{
    const double perStep = secondsPerStep();
    if (perStep <= 0)
        return -1;
    const int groupsLeft = (m_images - image - groupSize) / groupSize;
    const double sampling = perStep * (m_steps - step) + perStep * m_steps * groupsLeft;
    // Until a picture was decoded, its share is not known and left out.
    const double decode = m_decoded > 0 ? m_decodeSeconds / m_decoded * (m_images - m_firstImage - m_decoded) : 0.0;
    return sampling + decode;
}

} // namespace calotype::diffusion
