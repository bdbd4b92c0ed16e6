#include "core/engine/DevicePolicy.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace calotype {
namespace {

constexpr std::string_view kCudaPrefix = "cuda:";

std::string quoted(std::string_view word)
{
    return "\"" + std::string(word) + "\"";
}

bool isCuda(std::string_view id)
{
    return id.starts_with(kCudaPrefix);
}

/// Whether a word leaves open which device it is.
bool isOpen(std::string_view device)
{
    return device.empty() || device == "auto" || device == "cuda";
}

/// The N of "cuda:N", if it is a plain number.
std::optional<int> cudaIndex(std::string_view device)
{
    if (!isCuda(device)) {
        return {};
    }
    const std::string_view digits = device.substr(kCudaPrefix.size());
    int index = 0;
    const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), index);
    if (digits.empty() || fault != std::errc() || end != digits.data() + digits.size() || index < 0) {
        return {};
    }
    return index;
}

bool has(std::span<const DeviceInfo> available, std::string_view id)
{
    return std::ranges::any_of(available, [&](const DeviceInfo &one) { return one.id == id; });
}

/// The first CUDA device of the list (it is sorted by worth), or "".
std::string firstCuda(std::span<const DeviceInfo> available)
{
    const auto found = std::ranges::find_if(available, [](const DeviceInfo &one) { return isCuda(one.id); });
    return found == available.end() ? std::string() : found->id;
}

Error missing(std::string_view device, std::span<const DeviceInfo> available)
{
    std::string there = "cpu";
    for (const DeviceInfo &one : available) {
        if (one.id != "cpu") {
            there += ", " + one.id;
        }
    }
    return {ErrorCode::DeviceUnavailable,
            "The device " + quoted(device) + " is not on this machine, which has " + there
                + ": choose one of these, or auto.",
            {},
            std::string(device)};
}

Result<std::string> resolveDevice(std::string_view device, std::span<const DeviceInfo> available)
{
    if (device.empty() || device == "auto") {
        if (const std::string cuda = firstCuda(available); !cuda.empty()) {
            return cuda;
        }
        return std::string(has(available, "mps") ? "mps" : "cpu");
    }
    if (device == "cpu") {
        return std::string(device);
    }
    if (device == "mps") {
        return has(available, device) ? Result<std::string>(std::string(device)) : missing(device, available);
    }
    if (device == "cuda") {
        const std::string cuda = firstCuda(available);
        return cuda.empty() ? missing(device, available) : Result<std::string>(cuda);
    }
    if (const auto index = cudaIndex(device)) {
        std::string id = std::string(kCudaPrefix) + std::to_string(*index);
        return has(available, id) ? Result<std::string>(std::move(id)) : missing(device, available);
    }
    return Error{ErrorCode::WrongUse,
                 "There is no kind of device called " + quoted(device) + ": it is auto, cpu, cuda, cuda:N or mps.", {}};
}

} // namespace

Result<DeviceChoice> chooseDevice(std::string_view device, std::string_view dtype, std::span<const DeviceInfo> available)
{
    constexpr std::array<std::string_view, 3> kFormats{"float32", "float16", "bfloat16"};
    const bool automatic = dtype.empty() || dtype == "auto";
    if (!automatic && std::ranges::find(kFormats, dtype) == kFormats.end()) {
        return Error{ErrorCode::WrongUse,
                     "There is no number format called " + quoted(dtype)
                         + ": it is auto, float32, float16 or bfloat16.",
                     {}};
    }
    auto resolved = resolveDevice(device, available);
    if (!resolved) {
        return resolved.error();
    }
    DeviceChoice choice;
    choice.device = std::move(resolved).value();
    choice.dtype = automatic ? (isCuda(choice.device) ? "float16" : "float32") : std::string(dtype);
    return choice;
}

ModelSpec onStandIn(ModelSpec model, const DeviceStandIn &standIn)
{
    const bool isMeant = model.device == standIn.away || (isOpen(model.device) && !isOpen(standIn.instead));
    if (standIn.away.empty() || !isMeant) {
        return model;
    }
    model.device = standIn.instead;
    if (model.dtype == "float16") {
        model.dtype = "auto";
    }
    return model;
}

bool isStillLost(std::string_view device, std::string_view lost, std::span<const DeviceInfo> available)
{
    const bool isMeant = device == lost || (isOpen(device) && (device != "cuda" || isCuda(lost)));
    return !lost.empty() && isMeant && !has(available, lost);
}

} // namespace calotype
