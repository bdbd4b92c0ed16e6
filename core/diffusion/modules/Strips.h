#pragma once

#include "core/diffusion/Torch.h"
#include "core/diffusion/modules/Conv2d.h"
#include "core/diffusion/modules/Norms.h"
#include "core/diffusion/modules/Resampling.h"
#include "core/diffusion/modules/ResnetBlock.h"

#include <cstdint>
#include <functional>
#include <stop_token>

namespace calotype::diffusion {

/// The rows begin to end - 1 of a map.
struct Rows {
    std::int64_t begin = 0;
    std::int64_t end = 0;

    std::int64_t count() const { return end - begin; }
    /// With @p reach rows more on either side, as far as a map of @p height rows has them.
    Rows widened(std::int64_t reach, std::int64_t height) const;
};

/// Some rows of a map, in its full width.
struct Strip {
    Tensor values;          ///< [B, C, n, W], possibly a view into the map
    std::int64_t begin = 0; ///< the row of the map that comes first

    std::int64_t end() const { return begin + values.size(2); }
    /// A view of those rows. @pre they are in here
    Tensor cut(const Rows &rows) const;
};

/// A map of a network that is worked on strip by strip: it lies in memory, or its rows are made anew for whoever asks.
/// A copy is the same map.
class StripMap
{
public:
    /// @return at least the rows that it is asked for
    using Make = std::function<Strip(const Rows &)>;

    /// @param whole  [B, C, H, W]
    explicit StripMap(Tensor whole);
    StripMap(std::int64_t height, Make make);

    std::int64_t height() const { return m_height; }
    bool isKept() const { return m_whole.defined(); }
    /// Undefined unless it is kept.
    const Tensor &whole() const { return m_whole; }
    /// At least those rows: a view, or new.
    Strip strip(const Rows &rows) const;

private:
    std::int64_t m_height;
    Tensor m_whole;
    Make m_make;
};

/// Runs the layers of a convolutional network over strips, to the numbers that whole maps give but for the rounding: a
/// layer reads the neighbouring rows that its result depends on, and a group norm the moments of all strips. What is not
/// kept between the layers is computed again: time in exchange for memory.
class StripRun
{
public:
    /// What a residual block does with the map between its two convolutions.
    enum class Hidden { Kept, Remade };

    /// @param rows  of a strip, at least 4
    /// @param stop  outlives this; looked at before each strip, which throws Failure Cancelled
    StripRun(std::int64_t rows, const std::stop_token &stop);

    /// The same map in memory.
    StripMap kept(const StripMap &map) const;

    // The following are made when their rows are asked for, and must not outlive the layers.

    /// @param conv  3 × 3, of stride 1 and padding 1
    StripMap convolved(const Conv2d &conv, StripMap map) const;
    /// A norm, a SiLU and such a convolution. The map is gone through once for the norm's moments.
    StripMap convolved(const GroupNorm &norm, const Conv2d &conv, StripMap map) const;
    StripMap enlarged(const Upsample2d &layer, StripMap map) const;
    /// @param layer  with Padding::RightBottom
    StripMap halved(const Downsample2d &layer, StripMap map) const;

    /// A residual block without time embedding. The result is kept: in the place of @p map where that is kept too and has as
    /// many channels, so that @p map and its copies are gone then.
    StripMap residual(const ResnetBlock &block, const StripMap &map, Hidden hidden) const;

private:
    void forEachStrip(std::int64_t height, const std::function<void(const Rows &)> &work) const;
    MapMoments momentsOf(const GroupNorm &norm, const StripMap &map) const;

    std::int64_t m_rows;
    const std::stop_token &m_stop;
};

} // namespace calotype::diffusion
