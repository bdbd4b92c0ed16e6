#pragma once

#include "core/engine/Progress.h"

#include <chrono>
#include <cstddef>
#include <deque>

namespace calotype::diffusion {

/// Keeps the count and the clock of one request and turns them into Progress events. Network evaluations are mapped to
/// the steps that the user counts: a second-order sampler takes two evaluations for one.
class ProgressMeter
{
public:
    using Clock = std::chrono::steady_clock;

    /// @param images  pictures in the request
    /// @param steps   steps that really run for each of them
    /// @param firstImage  pictures before this one are not made
    ProgressMeter(const ProgressSink &sink, int images, int steps, int evaluations, int firstImage = 0);

    /// A stage begins. @param evaluationsDone  of the picture's sampling, by an earlier run
    void stage(Stage stage, int image, int evaluationsDone = 0);
    /// Evaluation @p evaluation (from 0) of the group that begins with picture @p image is done.
    /// @param groupSize  pictures that advance together
    void evaluated(int evaluation, int image, int groupSize, std::shared_ptr<const Image> preview,
                   std::shared_ptr<const Latents> latents, std::shared_ptr<const ResumePoint> resumePoint = {});
    /// Picture @p image is decoded.
    void decoded(int image, std::shared_ptr<const GeneratedImage> picture);
    void finished();

    /// The user's steps that so many evaluations of a picture complete.
    int stepsAfter(int evaluations) const;

    /// Seconds of each of the user's steps so far, all pictures in turn.
    const std::vector<double> &stepSeconds() const { return m_stepSeconds; }
    double decodeSeconds() const { return m_decodeSeconds; }

private:
    Progress make(Stage stage, int image) const;
    double secondsPerStep() const;
    double secondsLeft(int image, int step, int groupSize) const;

    const ProgressSink &m_sink;
    int m_images;
    int m_steps;
    int m_evaluations;
    int m_firstImage;
    int m_step = 0;
    Clock::time_point m_mark = Clock::now();
    double m_currentStep = 0;
    std::vector<double> m_stepSeconds;
    std::deque<double> m_recent; // the last 8 steps, the request's first left out
    bool m_firstSeen = false;
    double m_decodeSeconds = 0;
    int m_decoded = 0;
};

} // namespace calotype::diffusion
