#include "core/diffusion/DeviceTest.h"

#include "core/diffusion/Cancel.h"
#include "core/diffusion/modules/Resampling.h"
#include "core/diffusion/modules/ResnetBlock.h"
#include "core/diffusion/modules/Transformer2d.h"
#include "core/diffusion/modules/VaeAttention.h"

#include <ATen/CPUGeneratorImpl.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace calotype::diffusion {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kSeed = 1841;
constexpr std::int64_t kChannels = 320;
constexpr std::int64_t kTimeChannels = 1280;
constexpr std::int64_t kContextWidth = 768;
constexpr std::int64_t kWords = 77;
constexpr std::int64_t kSide = 16;

torch::ScalarType scalarType(const std::string &dtype)
{
    if (dtype == "float16")
        return torch::kFloat16;
    return dtype == "bfloat16" ? torch::kBFloat16 : torch::kFloat32;
}

// What rounding may do to the largest number that comes out. Cards round float32 to TF32 in convolutions.
double toleranceOf(const std::string &dtype)
{
    if (dtype == "float16")
        return 0.02;
    return dtype == "bfloat16" ? 0.1 : 0.005;
}

// The same numbers in the same order each time it is made.
class Invented
{
public:
    Tensor normal(at::IntArrayRef shape) { return torch::empty(shape, torch::kFloat32).normal_(0.0, 1.0, m_generator); }

    // Weights that keep the size of what they work on.
    Tensor weight(const std::string &name, at::IntArrayRef shape)
    {
        const Tensor numbers = normal(shape);
        if (shape.size() > 1)
            return numbers / std::sqrt(static_cast<double>(numbers.numel()) / static_cast<double>(shape[0]));
        return name.ends_with("weight") ? numbers * 0.1 + 1.0 : numbers * 0.1;
    }

private:
    at::Generator m_generator = at::make_generator<at::CPUGeneratorImpl>(kSeed);
};

class TestBlocks
{
public:
    TestBlocks(const torch::Device &device, torch::ScalarType dtype)
        : m_weights([this](const std::string &name, at::IntArrayRef shape) { return m_invented.weight(name, shape); }, device,
                    dtype)
        , m_resnet(m_weights.scope("resnet"), kChannels, kChannels, {32, 1e-5, kTimeChannels})
        , m_transformer(m_weights.scope("transformer"), kChannels, {1, 8, kContextWidth, 32, false, false})
        , m_upsample(m_weights.scope("upsample"), kChannels)
        , m_attention(m_weights.scope("attention"), kChannels, 32)
    {
        const auto placed = [&](const Tensor &tensor) { return tensor.to(dtype).to(device); };
        m_picture = placed(m_invented.normal({1, kChannels, kSide, kSide}));
        m_time = placed(m_invented.normal({1, kTimeChannels}));
        m_context = placed(m_invented.normal({1, kWords, kContextWidth}));
    }

    // What the blocks make, one after another, in double precision on the processor.
    BlockOutputs run(const std::stop_token &stop) const
    {
        BlockOutputs made;
        const UNetPass pass{{stop, nullptr}, m_time, m_context, nullptr};
        const Tensor convolved = m_resnet.forward(m_picture, pass, {}, m_time);
        made["the convolutions"] = convolved;
        pass.enterBlock();
        const Tensor attended = m_transformer.forward(convolved, pass, {});
        made["the transformer"] = attended;
        pass.enterBlock();
        made["the enlargement"] = m_upsample.forward(attended);
        pass.enterBlock();
        made["the attention"] = m_attention.forward(attended);
        for (auto &[name, tensor] : made)
            tensor = tensor.to(torch::kCPU).to(torch::kFloat64);
        return made;
    }

private:
    Invented m_invented;
    Weights m_weights;
    ResnetBlock m_resnet;
    Transformer2d m_transformer;
    Upsample2d m_upsample;
    VaeAttention m_attention;
    Tensor m_picture;
    Tensor m_time;
    Tensor m_context;
};

} // namespace

DeviceReport testDevice(const DeviceChoice &choice, const std::stop_token &stop)
{
    throwIfStopped(stop);
    const auto expected = TestBlocks(torch::kCPU, torch::kFloat64).run(stop);
    const TestBlocks blocks(torch::Device(choice.device), scalarType(choice.dtype));
    blocks.run(stop); // a device's first pass prepares things
    const auto start = Clock::now();
    const auto made = blocks.run(stop);

    DeviceReport report;
    report.device = choice.device;
    report.dtype = choice.dtype;
    report.seconds = std::chrono::duration<double>(Clock::now() - start).count();
    report.tolerance = toleranceOf(choice.dtype);
    report.difference = comparedOutputs(expected, made, choice, report.tolerance);
    return report;
}

double comparedOutputs(const BlockOutputs &expected, const BlockOutputs &made, const DeviceChoice &choice, double tolerance)
{
    double largest = 0;
    for (const auto &[name, tensor] : expected) {
        const double difference = ((made.at(name) - tensor).abs().max() / tensor.abs().max()).item<double>();
        if (!(difference <= tolerance)) { // also where it is no number
            throw Failure(ErrorCode::Unsupported,
                          fmt::format("The device {} does not compute right in {}: {} come out {:.2g} away from what the "
                                      "processor says, where at most {} is rounding; choose another device or number format.",
                                      choice.device, choice.dtype, name, difference, tolerance));
        }
        largest = std::max(largest, difference);
    }
    return largest;
}

} // namespace calotype::diffusion
