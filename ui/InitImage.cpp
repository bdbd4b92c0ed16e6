#include "ui/InitImage.h"

#include "core/base/Resample.h"
#include "core/gallery/PictureFile.h"
#include "ui/QtImage.h"

#include <QFileInfo>

namespace calotype::ui {

namespace {

using Pixels = std::shared_ptr<const Image>;

Pixels rgbOf(const QImage &image)
{
    return std::make_shared<const Image>(toRgb(fromQImage(image)));
}

} // namespace

InitImage::InitImage(QObject *parent)
    : QObject(parent)
{
}

void InitImage::setFile(const QString &path)
{
    const auto read = [path]() -> Result<Pixels> {
        Result<Image> image = gallery::readPicture(path);
        if (!image)
            return image.error();
        return std::make_shared<const Image>(std::move(image).value());
    };
    const auto take = [this, order = ++m_order, path](const Result<Pixels> &pixels) {
        if (order == m_order) {
            if (pixels)
                takeSource(pixels.value(), QFileInfo(path).fileName());
            else
                Q_EMIT failed(pixels.error());
        }
        finishOne();
    };
    ++m_pending;
    m_background.run(read, take);
    Q_EMIT changed();
}

void InitImage::setImage(const QImage &image, const QString &name)
{
    if (image.isNull())
        return;
    ++m_pending;
    m_background.run([image] { return rgbOf(image); }, [this, order = ++m_order, name](const Pixels &pixels) {
        if (order == m_order)
            takeSource(pixels, name);
        finishOne();
    });
    Q_EMIT changed();
}

void InitImage::setPixels(std::shared_ptr<const Image> image, const QString &name)
{
    if (!image || image->isEmpty()) {
        clear();
        return;
    }
    ++m_order;
    takeSource(std::move(image), name);
    Q_EMIT changed();
}

void InitImage::clear()
{
    if (!m_source && !isBusy())
        return;
    ++m_order;
    ++m_preparation;
    m_source.reset();
    m_prepared.reset();
    m_name.clear();
    Q_EMIT changed();
}

void InitImage::setTargetSize(int width, int height)
{
    const QSize size(width, height);
    if (size == m_target)
        return;
    m_target = size;
    if (!m_source)
        return;
    prepare();
    Q_EMIT changed();
}

void InitImage::takeSource(std::shared_ptr<const Image> image, const QString &name)
{
    m_source = std::move(image);
    m_name = name;
    prepare();
}

void InitImage::prepare()
{
    m_prepared.reset();
    ++m_pending;
    m_background.run(
        [source = m_source, size = m_target]() -> Pixels {
            return std::make_shared<const Image>(centreCropped(*source, size.width(), size.height()));
        },
        [this, preparation = ++m_preparation](const Pixels &prepared) {
            if (preparation == m_preparation)
                m_prepared = prepared;
            finishOne();
        });
}

void InitImage::finishOne()
{
    --m_pending;
    Q_EMIT changed();
    if (m_pending == 0)
        Q_EMIT settled();
}

} // namespace calotype::ui
