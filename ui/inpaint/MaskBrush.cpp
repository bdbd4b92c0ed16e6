#include "ui/inpaint/MaskBrush.h"

#include <QRectF>

#include <algorithm>
#include <array>
#include <cmath>

namespace calotype::ui {

namespace {

constexpr double kEdge = 0.5; ///< a sharp brush still fades over one pixel, so that it has no steps
constexpr int kShades = 1024;

/// How strong the brush is, by the square of the way from its middle.
class Profile
{
public:
    explicit Profile(const MaskBrush &brush)
    {
        const double radius = brush.diameter / 2;
        const double soft = std::clamp(brush.softness, 0.0, 1.0);
        m_outer = radius + kEdge;
        const double inner = std::max(0.0, radius * (1 - soft) - kEdge);
        m_outerSquare = m_outer * m_outer;
        m_innerSquare = inner * inner;
        for (int i = 0; i < kShades; ++i) {
            const double away = std::sqrt(m_innerSquare + (m_outerSquare - m_innerSquare) * (i + 0.5) / kShades);
            const double t = std::clamp((m_outer - away) / (m_outer - inner), 0.0, 1.0);
            m_shades[static_cast<std::size_t>(i)] = static_cast<uchar>(std::lround(255 * t * t * (3 - 2 * t)));
        }
        m_scale = kShades / (m_outerSquare - m_innerSquare);
    }

    double outer() const { return m_outer; }
    int at(double square) const
    {
        if (square >= m_outerSquare)
            return 0;
        if (square <= m_innerSquare)
            return 255;
        return m_shades[static_cast<std::size_t>(std::min(kShades - 1, static_cast<int>((square - m_innerSquare) * m_scale)))];
    }

private:
    double m_outer = 0;
    double m_outerSquare = 0;
    double m_innerSquare = 0;
    double m_scale = 0;
    std::array<uchar, kShades> m_shades{};
};

} // namespace

QRect strokeBounds(const MaskBrush &brush, const QPointF &from, const QPointF &to, const QSize &size)
{
    const double reach = brush.diameter / 2 + kEdge;
    const QRectF path = QRectF(from, to).normalized().adjusted(-reach, -reach, reach, reach);
    return path.toAlignedRect().intersected(QRect(QPoint(), size));
}

QRect paintStroke(QImage &mask, const MaskBrush &brush, const QPointF &from, const QPointF &to)
{
    const QRect touched = strokeBounds(brush, from, to, mask.size());
    const Profile profile(brush);
    const QPointF way = to - from;
    const double lengthSquare = way.x() * way.x() + way.y() * way.y();
    const double perLength = lengthSquare > 0 ? 1 / lengthSquare : 0;
    for (int y = touched.top(); y <= touched.bottom(); ++y) {
        uchar *const row = mask.scanLine(y);
        const double dy = y + 0.5 - from.y();
        for (int x = touched.left(); x <= touched.right(); ++x) {
            const double dx = x + 0.5 - from.x();
            const double along = std::clamp((dx * way.x() + dy * way.y()) * perLength, 0.0, 1.0);
            const double offX = dx - along * way.x();
            const double offY = dy - along * way.y();
            const int strength = profile.at(offX * offX + offY * offY);
            row[x] = static_cast<uchar>(brush.erases ? std::min<int>(row[x], 255 - strength) : std::max<int>(row[x], strength));
        }
    }
    return touched;
}

} // namespace calotype::ui
