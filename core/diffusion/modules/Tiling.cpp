#include "core/diffusion/modules/Tiling.h"

#include "core/base/Error.h"

#include <algorithm>

namespace calotype::diffusion {

namespace {

// Weight of each output element of a tile along one side: rising over what it shares with the tile before, falling over
// what it shares with the next, never zero.
Tensor ramp(const std::vector<std::int64_t> &starts, std::size_t index, std::int64_t length, std::int64_t scale)
{
    const Tensor position = torch::arange(length * scale, torch::kFloat32) + 0.5;
    Tensor weight = torch::ones_like(position);
    if (index > 0) {
        const auto shared = (starts[index - 1] + length - starts[index]) * scale;
        if (shared > 0)
            weight.mul_((position / shared).clamp_max(1.0));
    }
    if (index + 1 < starts.size()) {
        const auto shared = (starts[index] + length - starts[index + 1]) * scale;
        if (shared > 0)
            weight.mul_(((length * scale - position) / shared).clamp_max(1.0));
    }
    return weight;
}

} // namespace

std::vector<std::int64_t> tileStarts(std::int64_t size, std::int64_t tile, std::int64_t overlap)
{
    if (overlap < 0 || tile <= overlap)
        throw Failure(ErrorCode::WrongUse, "Tiles must be larger than what they overlap by.");
    std::vector<std::int64_t> starts{0};
    while (starts.back() + tile < size)
        starts.push_back(std::min(starts.back() + tile - overlap, size - tile));
    return starts;
}

Tensor mapInTiles(const Tensor &input, const TileOptions &options, const std::function<Tensor(const Tensor &)> &map)
{
    const auto height = input.size(2) / options.inputScale;
    const auto width = input.size(3) / options.inputScale;
    const auto rows = tileStarts(height, options.tile, options.overlap);
    const auto columns = tileStarts(width, options.tile, options.overlap);
    if (rows.size() == 1 && columns.size() == 1)
        return map(input);

    const auto tileHeight = std::min(options.tile, height);
    const auto tileWidth = std::min(options.tile, width);
    const auto scale = options.outputScale;
    Tensor sum;
    Tensor weights;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        for (std::size_t j = 0; j < columns.size(); ++j) {
            const Tensor piece
                = input.narrow(2, rows[i] * options.inputScale, tileHeight * options.inputScale)
                      .narrow(3, columns[j] * options.inputScale, tileWidth * options.inputScale);
            const Tensor mapped = map(piece).to(torch::kFloat32);
            if (!sum.defined()) {
                sum = torch::zeros({input.size(0), mapped.size(1), height * scale, width * scale}, mapped.options());
                weights = torch::zeros({height * scale, width * scale}, mapped.options());
            }
            const Tensor weight = (ramp(rows, i, tileHeight, scale).unsqueeze(1) * ramp(columns, j, tileWidth, scale))
                                      .to(mapped.device());
            const auto place = [&](const Tensor &whole) {
                return whole.narrow(-2, rows[i] * scale, tileHeight * scale).narrow(-1, columns[j] * scale, tileWidth * scale);
            };
            place(sum).add_(mapped * weight);
            place(weights).add_(weight);
        }
    }
    return sum.div_(weights).to(input.scalar_type());
}

} // namespace calotype::diffusion
