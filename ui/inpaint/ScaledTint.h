#pragma once

#include "core/base/Image.h"

#include <QImage>
#include <QSize>

#include <memory>

namespace calotype::ui {

/// A mask's tint at the size at which it is shown, which is made anew only when mask or size are others. A large mask takes
/// long to scale, and its widget is painted for many reasons.
class ScaledTint final
{
public:
    /// @param mask  grey8, not empty; a mask that changes is another Image
    /// @param size  device pixels
    /// @return ARGB32_Premultiplied of that size
    const QImage &of(const std::shared_ptr<const Image> &mask, const QSize &size);

private:
    std::weak_ptr<const Image> m_mask; ///< of which m_tint is; not kept alive for that
    QImage m_tint;
};

} // namespace calotype::ui
