#include "app/PictureWordsReader.h"

#include "app/PixelDecoder.h"
#include "core/formats/metadata/PictureInfo.h"
#include "core/gallery/PictureRecord.h"

#include <nlohmann/json.hpp>

#include <QFile>

#include <exception>
#include <limits>
#include <new>

namespace calotype::app {

namespace {

using formats::FieldState;
using formats::PictureField;
using formats::PictureInfo;
using nlohmann::json;

ui::WordState wordState(FieldState state)
{
    switch (state) {
    case FieldState::Restored: return ui::WordState::Restored;
    case FieldState::Approximated: return ui::WordState::Approximated;
    case FieldState::Unavailable: return ui::WordState::Unavailable;
    }
    return ui::WordState::Unavailable;
}

QVariant variant(const json &value)
{
    if (value.is_string())
        return QString::fromStdString(value.get_ref<const std::string &>());
    if (value.is_boolean())
        return value.get<bool>();
    if (value.is_number_unsigned() && value.get<std::uint64_t>() > std::uint64_t{std::numeric_limits<std::int64_t>::max()})
        return QVariant::fromValue(quint64{value.get<std::uint64_t>()});
    if (value.is_number_integer())
        return QVariant::fromValue(qint64{value.get<std::int64_t>()});
    if (value.is_number())
        return value.get<double>();
    if (value.is_array()) {
        QVariantList list;
        for (const json &part : value)
            list.append(variant(part));
        return list;
    }
    if (value.is_object()) {
        QVariantMap map;
        for (const auto &[key, part] : value.items())
            map.insert(QString::fromStdString(key), variant(part));
        return map;
    }
    return {};
}

QByteArray hashIn(const json &parent, const char *key)
{
    constexpr qsizetype kBytes = 32;
    const auto found = parent.is_object() ? parent.find(key) : parent.end();
    if (found == parent.end() || !found->is_string())
        return {};
    const QByteArray hash = QByteArray::fromHex(QByteArray::fromStdString(found->get<std::string>()));
    return hash.size() == kBytes ? hash : QByteArray();
}

QList<QByteArray> parentsOf(const PictureInfo &info)
{
    const std::string text = gallery::recordAmong(info.raw);
    const json record = text.empty() ? json() : json::parse(text, nullptr, false);
    const auto parents = record.is_object() ? record.find("parents") : record.end();
    QList<QByteArray> hashes;
    if (parents == record.end() || !parents->is_array())
        return hashes;
    for (const json &parent : *parents) {
        QByteArray hash = hashIn(parent, "sha256");
        if (hash.isEmpty())
            hash = hashIn(parent, "pixels_sha256");
        if (!hash.isEmpty())
            hashes.append(hash);
    }
    return hashes;
}

ui::PictureWords words(const PictureInfo &info)
{
    ui::PictureWords out;
    out.source = QString::fromStdString(info.source);
    for (const PictureField &field : info.fields)
        out.fields.append({QString::fromStdString(field.name), variant(field.value), wordState(field.state), QString::fromStdString(field.note)});
    for (const auto &[key, text] : info.raw)
        out.raw.insert(QString::fromStdString(key), QString::fromStdString(text));
    out.parents = parentsOf(info);
    return out;
}

Error unread(ErrorCode code, const QString &path, const char *why, const char *detail)
{
    return {code, QStringLiteral("What “%1” says of its making could not be read: %2.").arg(path, QString::fromUtf8(why)).toStdString(), detail};
}

} // namespace

Result<ui::PictureWords> readPictureWords(const QString &path)
{
    try {
        return words(formats::readPictureInfo(std::filesystem::path(QFile::encodeName(path).toStdString()), decodePixels));
    } catch (const Failure &failure) {
        return failure.error();
    } catch (const std::bad_alloc &fault) {
        return unread(ErrorCode::OutOfMemory, path, "there is not enough memory; close other programs", fault.what());
    } catch (const std::exception &fault) {
        return unread(ErrorCode::Internal, path, "the reader failed in a way that it should not", fault.what());
    }
}

} // namespace calotype::app
