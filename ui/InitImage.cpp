#include "ui/InitImage.h"

#include "core/base/Resample.h"
#include "core/engine/GenerationRequest.h"
#include "core/gallery/FileHash.h"
#include "ui/QtImage.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace calotype::ui {

namespace {

/// The canvas' size for a whole picture: its own, or as near to it as can be worked on.
QSize wholeSize(const QSizeF &picture)
{
    const double longer = std::max(picture.width(), picture.height());
    const double shorter = std::min(picture.width(), picture.height());
    const double scale = std::min(std::max(1.0, bounds::kSizeMin / shorter), bounds::kSourceMax / longer);
    const auto side = [scale](double pixels) {
        return std::clamp(static_cast<int>(std::lround(pixels * scale)), bounds::kSizeMin, bounds::kSourceMax);
    };
    return {side(picture.width()), side(picture.height())};
}

} // namespace

InitImage::InitImage(QObject *parent)
    : QObject(parent)
{
}

void InitImage::setImage(const QImage &image, const QString &name, const QString &path)
{
    if (image.isNull())
        return;
    struct Source {
        std::shared_ptr<const Image> pixels;
        std::string fileHash;
    };
    ++m_pending;
    const auto convert = [image, path] {
        return Source{std::make_shared<const Image>(toRgb(fromQImage(image))),
                      path.isEmpty() ? std::string() : gallery::fileHash(path).toHex().toStdString()};
    };
    m_background.run(convert, [this, order = ++m_order, name](const Source &source) {
        if (order == m_order)
            setPixels(source.pixels, name, source.fileHash);
        finishOne();
    });
    Q_EMIT changed();
}

void InitImage::setPixels(std::shared_ptr<const Image> image, const QString &name, const std::string &fileHash)
{
    setStart(std::move(image), name, fileHash, {}, {});
}

void InitImage::setStart(std::shared_ptr<const Image> image, const QString &name, const std::string &fileHash,
                         const Placement &placement, const PaintedMask &painted)
{
    if (!image || image->isEmpty()) {
        clear();
        return;
    }
    const bool loses = keepForReturn();
    ++m_order;
    m_placement = placement;
    m_painted = painted;
    m_marks = isMarked(painted.pixels);
    m_isUnmasked = false;
    m_source = std::move(image);
    m_fileHash = fileHash;
    m_name = name;
    prepare();
    Q_EMIT changed();
    if (loses)
        Q_EMIT lost(tr("The start image with the painted mask was replaced."));
}

void InitImage::exchangeStart(const Start &start)
{
    m_marks = false; // so that nothing is lost
    setStart(start.source, start.name, start.fileHash, start.placement, start.painted);
}

void InitImage::setPlacement(const Placement &placement)
{
    if (!m_source || placement == m_placement)
        return;
    m_placement = placement;
    m_isUnmasked = false;
    prepare();
    Q_EMIT changed();
}

void InitImage::setMask(const QImage &mask)
{
    if (!m_canvas.picture || mask.size() != QSize(m_canvas.picture->width, m_canvas.picture->height))
        return;
    const bool wasWhole = isWhole();
    const auto shared = isMarked(mask) ? std::make_shared<const Image>(fromQImage(mask)) : nullptr;
    const QImage now = shared ? asQImage(shared) : mask; // whoever painted it can go on with his own
    m_painted = withChanges(std::move(m_painted), m_canvas.area, m_canvas.byHand, now, {m_source->width, m_source->height});
    m_marks = shared || isMarked(m_painted.pixels);
    m_isUnmasked = false;
    if (isWhole() != wasWhole) {
        prepare();
    } else { // the canvas stays, and with it what is painted over
        m_canvas.mask = shared;
        m_canvas.byHand = now;
    }
    Q_EMIT changed();
}

void InitImage::clearMask()
{
    if (!m_source || !hasMask())
        return;
    QImage nothing;
    if (leavesFree()) { // a black mask there says that nothing is to be masked
        nothing = QImage(m_target, QImage::Format_Grayscale8);
        nothing.fill(0);
    }
    const bool loses = keepForReturn();
    setPainted({nothing, nothing.isNull() ? QRectF() : frameOf(m_placement, {m_source->width, m_source->height}, m_target)});
    if (loses)
        Q_EMIT lost(tr("The mask was cleared."));
}

void InitImage::setSourceMask(const QImage &mask)
{
    if (m_source)
        setPainted({mask, QRectF(0, 0, m_source->width, m_source->height)});
}

void InitImage::setPainted(const PaintedMask &painted)
{
    if (!m_source || (painted.isNull() && m_painted.isNull()))
        return;
    m_painted = painted;
    m_marks = isMarked(painted.pixels);
    m_isUnmasked = false;
    prepare();
    Q_EMIT changed();
}

bool InitImage::keepForReturn()
{
    if (!m_source || !m_marks)
        return false;
    m_lost = start();
    return true;
}

void InitImage::bringBack()
{
    const Start start = std::exchange(m_lost, {});
    if (!start.source)
        return;
    if (start.source == m_source) // only its mask was cleared
        m_marks = false;
    setStart(start.source, start.name, start.fileHash, start.placement, start.painted);
}

void InitImage::clear()
{
    if (!m_source && !isBusy())
        return;
    const bool loses = keepForReturn();
    ++m_order;
    ++m_preparation;
    m_source.reset();
    m_canvas = {};
    m_painted = {};
    m_marks = false;
    m_isUnmasked = false;
    m_placement = {};
    m_fileHash.clear();
    m_name.clear();
    Q_EMIT changed();
    if (loses)
        Q_EMIT lost(tr("The start image and its mask were taken away."));
}

void InitImage::hold()
{
    ++m_order;
    ++m_pending;
    Q_EMIT changed();
}

void InitImage::release()
{
    finishOne();
}

void InitImage::withdraw(const Error &reason)
{
    Q_EMIT withdrawn(reason);
    finishOne();
}

void InitImage::setTargetSize(int width, int height)
{
    const QSize size(width, height);
    if (size == m_target)
        return;
    m_target = size;
    m_isUnmasked = false;
    if (!m_source)
        return;
    prepare();
    Q_EMIT changed();
}

void InitImage::setOnlyMasked(bool only)
{
    const bool wasWhole = isWhole();
    m_onlyMasked = only;
    prepareIfOther(wasWhole);
}

void InitImage::setPainting(bool painting)
{
    const bool wasWhole = isWhole();
    m_painting = painting;
    if (wasWhole && !painting && m_canvas.picture && !m_canvas.mask)
        m_isUnmasked = true;
    prepareIfOther(wasWhole);
}

void InitImage::prepareIfOther(bool wasWhole)
{
    if (isWhole() == wasWhole)
        return;
    prepare();
    Q_EMIT changed();
}

bool InitImage::leavesFree() const
{
    const QSize picture(m_source->width, m_source->height);
    return reachesBeyond(frameOf(m_placement, picture, m_target), picture);
}

bool InitImage::hasMask() const
{
    return m_source && !m_isUnmasked && (m_marks || (m_painted.isNull() && leavesFree()));
}

bool InitImage::isWhole() const
{
    return m_source && m_onlyMasked && (m_painting || hasMask());
}

void InitImage::prepare()
{
    m_canvas = {};
    ++m_pending;
    const QSize picture(m_source->width, m_source->height);
    QRectF area = frameOf(m_placement, picture, m_target);
    QSize size = m_target;
    if (isWhole()) {
        const QRectF all(QPointF(), picture);
        area = reachesBeyond(area, picture) ? area.united(all).toAlignedRect() : all;
        size = wholeSize(area.size());
    }
    m_background.run([source = m_source, area, size, painted = m_painted] { return makeCanvas(*source, area, size, painted); },
                     [this, preparation = ++m_preparation](const StartCanvas &canvas) {
                         if (preparation == m_preparation)
                             takeCanvas(canvas);
                         finishOne();
                     });
}

/// A whole picture is one to paint on, or one with a mask: what is painted beyond it leaves it without.
void InitImage::takeCanvas(const StartCanvas &canvas)
{
    m_canvas = canvas;
    if (!isWhole() || m_painting || canvas.mask)
        return;
    m_isUnmasked = true;
    prepare();
}

void InitImage::finishOne()
{
    --m_pending;
    Q_EMIT changed();
    if (m_pending == 0)
        Q_EMIT settled();
}

} // namespace calotype::ui
