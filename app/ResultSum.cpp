#include "app/ResultSum.h"

#include <algorithm>

namespace calotype::app {

namespace {

void addLatents(Latents &sum, const Latents &run)
{
    const bool isSameSize = std::equal(sum.shape.begin() + 1, sum.shape.end(), run.shape.begin() + 1);
    if (sum.values.empty() || !isSameSize) {
        sum = run;
        return;
    }
    sum.shape[0] += run.shape[0];
    sum.values.insert(sum.values.end(), run.values.begin(), run.values.end());
}

} // namespace

void addRun(GenerationResult &sum, const GenerationResult &run)
{
    static_cast<RunDetails &>(sum) = run;
    sum.images.insert(sum.images.end(), run.images.begin(), run.images.end());
    sum.cancelled = run.cancelled;
    sum.seconds.load += run.seconds.load;
    sum.seconds.text += run.seconds.text;
    sum.seconds.encode += run.seconds.encode;
    sum.seconds.denoise.insert(sum.seconds.denoise.end(), run.seconds.denoise.begin(), run.seconds.denoise.end());
    sum.seconds.decode += run.seconds.decode;
    if (sum.samplingPeakBytes == 0) // later ones have the decoding before them in it
        sum.samplingPeakBytes = run.samplingPeakBytes;
    sum.peakMemoryBytes = std::max(sum.peakMemoryBytes, run.peakMemoryBytes);
    for (const std::string &note : run.notes) {
        if (std::find(sum.notes.begin(), sum.notes.end(), note) == sum.notes.end())
            sum.notes.push_back(note);
    }
    addLatents(sum.latents, run.latents);
}

} // namespace calotype::app
