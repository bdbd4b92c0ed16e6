#include "app/GenerateReport.h"

#include <nlohmann/json.hpp>

namespace calotype::app {

namespace {

using nlohmann::json;

json fileList(const std::vector<SavedPicture> &files)
{
    json list = json::array();
    for (const SavedPicture &file : files)
        list.push_back({{"path", file.path.toStdString()}, {"seed", file.seed}, {"prompt", file.prompt}});
    return list;
}

QString text(const json &report)
{
    return QString::fromStdString(report.dump(2, ' ', false, json::error_handler_t::replace));
}

} // namespace

QString failureReport(const Error &error, const std::vector<SavedPicture> &files)
{
    return text({{"error", {{"code", errorCodeName(error.code)}, {"message", error.message}}}, {"files", fileList(files)}});
}

QString generateReport(const GenerationResult &result, const std::vector<SavedPicture> &files, double totalSeconds,
                       const jobs::RunEstimate &estimate)
{
    const json report{
        {"files", fileList(files)},
        {"cancelled", result.cancelled},
        {"model", {{"name", result.modelName}, {"path", result.modelPath}, {"prediction_type", result.prediction}}},
        {"sampler", result.sampler},
        {"schedule", result.schedule},
        {"width", result.width},
        {"height", result.height},
        {"seconds",
         {{"load", result.seconds.load},
          {"text", result.seconds.text},
          {"encode", result.seconds.encode},
          {"denoise", result.seconds.denoise},
          {"decode", result.seconds.decode},
          {"total", totalSeconds}}},
        {"peak_memory_bytes", result.peakMemoryBytes},
        {"sampling_peak_memory_bytes", result.samplingPeakBytes},
        {"estimated_peak_bytes", estimate.peakBytes},
        {"estimated_sampling_peak_bytes", estimate.samplingPeakBytes},
        {"device", result.device},
        {"dtype", result.dtype},
        {"memory", result.memory},
        {"vae_tiles", result.vaeTiles},
        {"timesteps", result.timesteps},
        {"sigmas", result.sigmas},
        {"notes", result.notes},
    };
    return text(report);
}

} // namespace calotype::app
