#pragma once

#include "core/engine/GenerationBackend.h"

#include <memory>

namespace calotype::diffusion {

/// The libtorch engine. The only place that turns this folder's exceptions into Results.
class TorchBackend final : public GenerationBackend
{
public:
    TorchBackend();
    ~TorchBackend() override;

    Result<LoadedModel> load(const ModelSpec &spec, const LoadSink &progress, std::stop_token stop) override;
    std::int64_t unload() override;
    Result<GenerationResult> generate(const GenerationRequest &request, const ProgressSink &progress,
                                      std::stop_token stop) override;
    std::vector<DeviceInfo> devices() override;
    Result<DeviceReport> testDevice(const std::string &device, const std::string &dtype, std::stop_token stop) override;
    std::string name() const override;
    void setThreads(int count) override;
    int threads() const override;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace calotype::diffusion
