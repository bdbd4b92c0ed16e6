#include "core/diffusion/modules/Strips.h"

#include "core/diffusion/Cancel.h"

#include <algorithm>
#include <utility>

namespace calotype::diffusion {

namespace {

// A residual block's result depends on two rows beyond, and its strips are written one strip late where they take the
// place of what they are made from: two rows are the least, and patches of four fit best.
constexpr std::int64_t kLeastRows = 4;

// Without the rows whose neighbours are not in the strip; at the map's own edges there are none, and the padding is right.
Strip convolvedStrip(const Conv2d &conv, const Strip &x, std::int64_t height)
{
    const std::int64_t top = x.begin > 0 ? 1 : 0;
    const std::int64_t bottom = x.end() < height ? 1 : 0;
    const Tensor out = conv.forward(x.values);
    return {out.narrow(2, top, out.size(2) - top - bottom), x.begin + top};
}

Strip normedConvolvedStrip(const GroupNorm &norm, const MapMoments &moments, const Conv2d &conv, const Strip &x,
                           std::int64_t height)
{
    return convolvedStrip(conv, {norm.forwardSilu(x.values, moments), x.begin}, height);
}

// Writes rows into a map of @p height rows, which is made with the first ones.
void put(Tensor &whole, const Tensor &piece, const Rows &rows, std::int64_t height)
{
    if (!whole.defined())
        whole = torch::empty({piece.size(0), piece.size(1), height, piece.size(3)}, piece.options());
    whole.narrow(2, rows.begin, rows.count()).copy_(piece);
}

} // namespace

Rows Rows::widened(std::int64_t reach, std::int64_t height) const
{
    return {std::max<std::int64_t>(0, begin - reach), std::min(height, end + reach)};
}

Tensor Strip::cut(const Rows &rows) const
{
    return values.narrow(2, rows.begin - begin, rows.count());
}

StripMap::StripMap(Tensor whole)
    : m_height(whole.size(2))
    , m_whole(std::move(whole))
{
}

StripMap::StripMap(std::int64_t height, Make make)
    : m_height(height)
    , m_make(std::move(make))
{
}

Strip StripMap::strip(const Rows &rows) const
{
    return isKept() ? Strip{m_whole.narrow(2, rows.begin, rows.count()), rows.begin} : m_make(rows);
}

StripRun::StripRun(std::int64_t rows, const std::stop_token &stop)
    : m_rows(std::max(rows, kLeastRows))
    , m_stop(stop)
{
}

void StripRun::forEachStrip(std::int64_t height, const std::function<void(const Rows &)> &work) const
{
    for (std::int64_t begin = 0; begin < height; begin += m_rows) {
        throwIfStopped(m_stop);
        work({begin, std::min(begin + m_rows, height)});
    }
}

MapMoments StripRun::momentsOf(const GroupNorm &norm, const StripMap &map) const
{
    MapMoments moments;
    forEachStrip(map.height(), [&](const Rows &rows) { norm.addMoments(map.strip(rows).cut(rows), moments); });
    return moments;
}

StripMap StripRun::kept(const StripMap &map) const
{
    if (map.isKept())
        return map;
    Tensor whole;
    forEachStrip(map.height(), [&](const Rows &rows) { put(whole, map.strip(rows).cut(rows), rows, map.height()); });
    return StripMap(std::move(whole));
}

StripMap StripRun::convolved(const Conv2d &conv, StripMap map) const
{
    const auto height = map.height();
    return {height, [&conv, map = std::move(map), height](const Rows &rows) {
                return convolvedStrip(conv, map.strip(rows.widened(1, height)), height);
            }};
}

StripMap StripRun::convolved(const GroupNorm &norm, const Conv2d &conv, StripMap map) const
{
    const auto height = map.height();
    MapMoments moments = momentsOf(norm, map);
    return {height, [&norm, &conv, map = std::move(map), moments = std::move(moments), height](const Rows &rows) {
                return normedConvolvedStrip(norm, moments, conv, map.strip(rows.widened(1, height)), height);
            }};
}

StripMap StripRun::enlarged(const Upsample2d &layer, StripMap map) const
{
    const auto height = 2 * map.height();
    return {height, [&layer, map = std::move(map), height](const Rows &rows) {
                const Rows needed = rows.widened(1, height);
                const Strip from = map.strip({needed.begin / 2, (needed.end + 1) / 2});
                const Tensor large = upsampleNearest(from.values, 2 * from.values.size(2), 2 * from.values.size(3));
                return convolvedStrip(layer.conv, {large, 2 * from.begin}, height);
            }};
}

StripMap StripRun::halved(const Downsample2d &layer, StripMap map) const
{
    const auto below = map.height();
    return {below / 2, [&layer, map = std::move(map), below](const Rows &rows) {
                const Rows needed{2 * rows.begin, std::min(2 * rows.end + 1, below)};
                const auto missing = 2 * rows.end + 1 - needed.end; // the padding below the map
                const Tensor padded = at::constant_pad_nd(map.strip(needed).cut(needed), {0, 1, 0, missing});
                return Strip{layer.conv.forward(padded), rows.begin};
            }};
}

StripMap StripRun::residual(const ResnetBlock &block, const StripMap &map, Hidden hidden) const
{
    const auto height = map.height();
    const MapMoments moments = momentsOf(block.norm1, map);
    const auto first = [&](const Strip &x) { return normedConvolvedStrip(block.norm1, moments, block.conv1, x, height); };

    MapMoments hiddenMoments;
    Tensor keptHidden;
    forEachStrip(height, [&](const Rows &rows) {
        const Tensor made = first(map.strip(rows.widened(1, height))).cut(rows);
        block.norm2.addMoments(made, hiddenMoments);
        if (hidden == Hidden::Kept)
            put(keptHidden, made, rows, height);
    });

    Tensor result = map.isKept() && !block.conv_shortcut ? map.whole() : Tensor();
    Tensor waiting; // the latest strip, until the next one has read what it may take the place of
    Rows waitingRows;
    forEachStrip(height, [&](const Rows &rows) {
        const bool isKept = keptHidden.defined();
        const Strip x = map.strip(isKept ? rows : rows.widened(2, height));
        const Strip inner = isKept ? StripMap(keptHidden).strip(rows.widened(1, height)) : first(x);
        const Tensor sum = normedConvolvedStrip(block.norm2, hiddenMoments, block.conv2, inner, height).cut(rows);
        const Tensor beside = x.cut(rows);
        sum.add_(block.conv_shortcut ? block.conv_shortcut->forward(beside) : beside);
        if (waiting.defined())
            put(result, waiting, waitingRows, height);
        waiting = sum;
        waitingRows = rows;
    });
    put(result, waiting, waitingRows, height);
    return StripMap(std::move(result));
}

} // namespace calotype::diffusion
