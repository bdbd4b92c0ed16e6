#include "ui/inpaint/ScaledTint.h"

#include "ui/QtImage.h"
#include "ui/inpaint/MaskTint.h"

namespace calotype::ui {

const QImage &ScaledTint::of(const std::shared_ptr<const Image> &mask, const QSize &size)
{
    if (m_tint.size() != size || m_mask.lock() != mask) {
        const QImage scaled = asQImage(mask).scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
        m_tint = maskTint(scaled.convertToFormat(QImage::Format_Grayscale8));
        m_mask = mask;
    }
    return m_tint;
}

} // namespace calotype::ui
