#include "core/diffusion/pipelines/ImageTensor.h"

#include "core/base/Error.h"

#include <cstring>

namespace calotype::diffusion {

namespace {

// [1, C, H, W] uint8, a copy.
Tensor bytesToTensor(const Image &image, int channels)
{
    if (image.channels != channels || image.isEmpty())
        throw Failure(ErrorCode::Internal, "A picture with " + std::to_string(image.channels) + " channels came where "
                                               + std::to_string(channels) + " were expected.");
    auto bytes = torch::empty({image.height, image.width, image.channels}, torch::kUInt8);
    std::memcpy(bytes.data_ptr(), image.pixels.data(), image.pixels.size());
    return bytes.permute({2, 0, 1}).unsqueeze(0);
}

} // namespace

Tensor imageToTensor(const Image &image)
{
    return bytesToTensor(image, 3).to(torch::kFloat32).div(255.0).mul(2.0).sub(1.0).contiguous();
}

Image tensorToImage(const Tensor &picture)
{
    const Tensor bytes = picture.to(torch::kCPU, torch::kFloat32)
                             .squeeze(0)
                             .div(2.0)
                             .add(0.5)
                             .clamp(0.0, 1.0)
                             .mul(255.0)
                             .round() // halves to even, as the reference
                             .to(torch::kUInt8)
                             .permute({1, 2, 0})
                             .contiguous();
    Image image(static_cast<int>(bytes.size(1)), static_cast<int>(bytes.size(0)), 3);
    std::memcpy(image.pixels.data(), bytes.data_ptr(), image.pixels.size());
    return image;
}

Tensor maskToTensor(const Image &mask)
{
    return bytesToTensor(mask, 1).ge(128).to(torch::kFloat32).contiguous();
}

} // namespace calotype::diffusion
