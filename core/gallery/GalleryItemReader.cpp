#include "core/gallery/GalleryItemReader.h"

#include "core/engine/SamplerTable.h"
#include "core/formats/metadata/PictureInfo.h"
#include "core/gallery/FolderListing.h"
#include "core/gallery/PictureRecord.h"
#include "core/gallery/PngLengths.h"

#include <nlohmann/json.hpp>

#include <QBuffer>
#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <QImageReader>

#include <algorithm>
#include <cmath>

namespace calotype::gallery {

namespace {

using formats::FieldState;
using formats::PictureInfo;
using nlohmann::json;

constexpr qint64 kMostBytes = qint64{1} << 30;
constexpr qsizetype kHashBytes = 32;

Error fault(ErrorCode code, const char *text, const QString &path, const QString &why = {})
{
    return {code, QString::fromUtf8(text).arg(path).toStdString(), why.toStdString()};
}

QString text(const PictureInfo &info, const char *name)
{
    const auto *const field = info.find(name);
    return field && field->value.is_string() ? QString::fromStdString(field->value.get<std::string>()) : QString();
}

// A number, also where the file has it as text. @return @p otherwise if there is none that is sound
double number(const PictureInfo &info, const char *name, double otherwise)
{
    const auto *const field = info.find(name);
    if (!field || field->state == FieldState::Unavailable)
        return otherwise;
    double value = otherwise;
    bool isNumber = field->value.is_number();
    if (isNumber)
        value = field->value.get<double>();
    else if (field->value.is_string())
        value = QString::fromStdString(field->value.get<std::string>()).toDouble(&isNumber);
    return isNumber && std::isfinite(value) ? value : otherwise;
}

qint64 seed(const PictureInfo &info)
{
    const auto *const field = info.find("seed");
    if (!field || field->state == FieldState::Unavailable)
        return -1;
    if (field->value.is_number_integer())
        return field->value.get<std::int64_t>();
    bool isNumber = false;
    const qint64 value = field->value.is_string() ? QString::fromStdString(field->value.get<std::string>()).toLongLong(&isNumber) : -1;
    return isNumber ? value : -1;
}

// "folder\name.safetensors" is "name": other programs write the file, and the same model is to be one.
QString modelName(QString model)
{
    model.replace(QLatin1Char('\\'), QLatin1Char('/'));
    model = model.section(QLatin1Char('/'), -1).trimmed();
    for (const auto ending : {QLatin1String(".safetensors"), QLatin1String(".ckpt"), QLatin1String(".pt"), QLatin1String(".gguf")}) {
        if (model.endsWith(ending, Qt::CaseInsensitive)) {
            model.chop(ending.size());
            break;
        }
    }
    return model;
}

QString samplerName(const QString &sampler)
{
    if (sampler.isEmpty())
        return {};
    const auto known = findSampler(sampler.toStdString());
    return known ? QString::fromUtf8(known.value()->name.data(), static_cast<qsizetype>(known.value()->name.size())) : sampler;
}

// A strength alone may be that of a second pass over the program's own picture.
bool isFromImage(const PictureInfo &info)
{
    if (info.find("init_image_hash") || info.find("mask_blur") || info.find("inpaint_area") || info.find("masked_content"))
        return true;
    return info.find("strength") && !info.find("hires_upscale") && !info.find("hires_width") && !info.find("hires_steps")
        && !info.find("hires_upscaler");
}

QByteArray hashOf(const json &object, const char *key)
{
    const auto found = object.is_object() ? object.find(key) : object.end();
    if (found == object.end() || !found->is_string())
        return {};
    const QByteArray hash = QByteArray::fromHex(QByteArray::fromStdString(found->get<std::string>()));
    return hash.size() == kHashBytes ? hash : QByteArray();
}

// What only our own record has: where the picture came from, and the hash of its pixels.
void takeRecord(const PictureInfo &info, GalleryItem &item)
{
    const std::string text = recordAmong(info.raw);
    const json record = text.empty() ? json() : json::parse(text, nullptr, false);
    if (!record.is_object())
        return;
    item.pixelHash = hashOf(record, "pixels_sha256");
    if (const auto mode = record.find("mode"); mode != record.end() && mode->is_string())
        item.madeFromImage = mode->get<std::string>() != "txt2img";
    const auto parents = record.find("parents");
    if (parents == record.end() || !parents->is_array() || parents->empty())
        return;
    item.parentHash = hashOf(parents->front(), "sha256");
    if (item.parentHash.isEmpty())
        item.parentHash = hashOf(parents->front(), "pixels_sha256");
}

} // namespace

Result<GalleryItem> readGalleryItem(const QString &path)
{
    // Before the bytes are read: if they change meanwhile, the next scan sees another time.
    const QFileInfo place(path);
    GalleryItem item;
    item.path = indexPath(path);
    if (!place.exists())
        return fault(ErrorCode::NotFound, "There is no picture “%1”; check the path.", path);
    if (!place.isFile() || place.size() > kMostBytes)
        return fault(ErrorCode::Unsupported, "“%1” is no ordinary picture file; choose a PNG, JPEG or WebP file.", path);
    item.fileSize = place.size();
    item.modified = place.lastModified();
    const QDateTime birth = place.birthTime();
    item.created = birth.isValid() ? std::min(birth, item.modified) : item.modified;
    // The database keeps milliseconds.
    item.modified = QDateTime::fromMSecsSinceEpoch(item.modified.toMSecsSinceEpoch());
    item.created = QDateTime::fromMSecsSinceEpoch(item.created.toMSecsSinceEpoch());

    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fault(ErrorCode::Io, "“%1” could not be opened; check its permissions.", path, file.errorString());
    QByteArray bytes = file.readAll();
    if (file.error() != QFileDevice::NoError)
        return fault(ErrorCode::Io, "“%1” could not be read; check the disk.", path, file.errorString());
    item.contentHash = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);

    QBuffer buffer(&bytes);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer);
    reader.setDecideFormatFromContent(true);
    QSize size = hasOverlongPart(buffer) ? QSize() : reader.size();
    if (size.isEmpty())
        return fault(ErrorCode::Damaged, "“%1” could not be read as a picture; choose a PNG, JPEG or WebP file.", path, reader.errorString());
    if (reader.transformation().testFlag(QImageIOHandler::TransformationRotate90))
        size.transpose();
    item.width = size.width();
    item.height = size.height();

    const PictureInfo info = formats::readPictureInfo(std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size()))));
    item.source = QString::fromStdString(info.source);
    item.prompt = text(info, "prompt");
    item.negativePrompt = text(info, "negative_prompt");
    item.model = modelName(text(info, "model"));
    item.sampler = samplerName(text(info, "sampler"));
    item.seed = seed(info);
    item.steps = static_cast<int>(std::clamp(number(info, "steps", 0), 0.0, 1e6));
    item.guidance = number(info, "guidance", 0);
    item.madeFromImage = isFromImage(info);
    takeRecord(info, item);
    return item;
}

} // namespace calotype::gallery
