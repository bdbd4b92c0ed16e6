#pragma once

#include "core/base/Error.h"
#include "core/formats/MappedFile.h"
#include "core/formats/TensorFile.h"

#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// Builders of model files as bytes, sound and hostile, for the tests of core/formats.
namespace calotype::tests {

inline std::string littleEndian(std::uint64_t value, std::size_t width)
{
    std::string out;
    for (std::size_t i = 0; i < width; ++i)
        out += static_cast<char>(value >> (8 * i));
    return out;
}

inline std::string readWhole(const std::string &relative)
{
    std::ifstream in(std::filesystem::path(CALOTYPE_TEST_DATA) / relative, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

inline std::shared_ptr<const formats::MappedFile> asFile(const std::string &bytes, const std::string &name = "model.file")
{
    std::vector<std::byte> copy(bytes.size());
    if (!bytes.empty())
        std::memcpy(copy.data(), bytes.data(), bytes.size());
    return formats::MappedFile::fromBytes("/models/" + name, std::move(copy));
}

/// The error with which the bytes are refused, or nothing if they are opened.
inline std::optional<Error> refusal(const std::string &bytes, const std::string &name = "model.file")
{
    try {
        formats::openTensorFile(asFile(bytes, name));
    } catch (const Failure &failure) {
        return failure.error();
    }
    return std::nullopt;
}

/// Whether every view's first and last number lie within the file's bytes.
inline bool viewsAreInside(const formats::TensorFile &file, const formats::MappedFile &map)
{
    const std::byte *begin = map.bytes().data();
    const std::byte *end = begin + map.bytes().size();
    for (const formats::TensorView &view : file.tensors()) {
        if (view.elements() == 0)
            continue;
        std::int64_t last = 0;
        for (std::size_t i = 0; i < view.shape.size(); ++i)
            last += (view.shape[i] - 1) * view.strides[i];
        const auto size = static_cast<std::int64_t>(formats::dtypeSize(view.dtype));
        if (view.data < begin || view.data >= end || end - view.data < (last + 1) * size)
            return false;
    }
    return true;
}

/// The view's numbers in row-major order, as bytes.
inline std::string contiguousBytes(const formats::TensorView &view)
{
    const std::size_t size = formats::dtypeSize(view.dtype);
    std::string out;
    for (std::int64_t i = 0; i < view.elements(); ++i) {
        std::int64_t rest = i;
        std::int64_t place = 0;
        for (std::size_t d = view.shape.size(); d-- > 0;) {
            place += rest % view.shape[d] * view.strides[d];
            rest /= view.shape[d];
        }
        out.append(reinterpret_cast<const char *>(view.data) + static_cast<std::size_t>(place) * size, size);
    }
    return out;
}

inline std::string safetensors(const std::string &header, const std::string &data = {})
{
    return littleEndian(header.size(), 8) + header + data;
}

struct ZipPart {
    std::string name;
    std::string data;
    int method = 0;                        ///< 0 stored, 8 deflated
    std::optional<std::uint32_t> localOffset; ///< a lie about where it starts
    std::optional<std::uint32_t> size;        ///< a lie about its size
};

/// A zip archive. @param zip64  sizes and places stand in the Zip64 records
inline std::string zipArchive(const std::vector<ZipPart> &parts, bool zip64 = false)
{
    std::string out;
    std::string directory;
    for (const ZipPart &part : parts) {
        const std::uint64_t offset = part.localOffset.value_or(static_cast<std::uint32_t>(out.size()));
        const std::uint64_t size = part.size.value_or(static_cast<std::uint32_t>(part.data.size()));
        const std::string method = littleEndian(static_cast<std::uint64_t>(part.method), 2);
        out += "PK\x03\x04" + littleEndian(20, 2) + littleEndian(0, 2) + method + littleEndian(0, 8) + littleEndian(size, 4)
            + littleEndian(size, 4) + littleEndian(part.name.size(), 2) + littleEndian(0, 2) + part.name + part.data;
        const std::string extra = zip64 ? littleEndian(1, 2) + littleEndian(24, 2) + littleEndian(size, 8) + littleEndian(size, 8)
                + littleEndian(offset, 8)
                                        : std::string();
        const std::string sizes = zip64 ? std::string(8, '\xff') : littleEndian(size, 4) + littleEndian(size, 4);
        directory += "PK\x01\x02" + littleEndian(20, 2) + littleEndian(20, 2) + littleEndian(0, 2) + method + littleEndian(0, 8) + sizes
            + littleEndian(part.name.size(), 2) + littleEndian(extra.size(), 2) + littleEndian(0, 8) + littleEndian(0, 2)
            + (zip64 ? std::string(4, '\xff') : littleEndian(offset, 4)) + part.name + extra;
    }
    const std::uint64_t start = out.size();
    out += directory;
    if (zip64) {
        const std::uint64_t record = out.size();
        out += "PK\x06\x06" + littleEndian(44, 8) + littleEndian(45, 2) + littleEndian(45, 2) + littleEndian(0, 8)
            + littleEndian(parts.size(), 8) + littleEndian(parts.size(), 8) + littleEndian(directory.size(), 8) + littleEndian(start, 8);
        out += "PK\x06\x07" + littleEndian(0, 4) + littleEndian(record, 8) + littleEndian(1, 4);
    }
    const std::string count = zip64 ? std::string("\xff\xff") : littleEndian(parts.size(), 2);
    out += "PK\x05\x06" + littleEndian(0, 4) + count + count
        + (zip64 ? std::string(8, '\xff') : littleEndian(directory.size(), 4) + littleEndian(start, 4)) + littleEndian(0, 2);
    return out;
}

namespace pickle {

inline std::string text(const std::string &value)
{
    return "X" + littleEndian(value.size(), 4) + value;
}

/// LONG1 of eight bytes.
inline std::string integer(std::int64_t value)
{
    return "\x8a\x08" + littleEndian(static_cast<std::uint64_t>(value), 8);
}

inline std::string global(const std::string &module, const std::string &name)
{
    return "c" + module + "\n" + name + "\n";
}

inline std::string tuple(const std::vector<std::int64_t> &values)
{
    std::string out = "(";
    for (const std::int64_t value : values)
        out += integer(value);
    return out + "t";
}

inline std::string storage(const std::string &type, const std::string &key, std::int64_t count, const std::string &view = {})
{
    return "(" + text("storage") + global("torch", type) + text(key) + text("cpu") + integer(count) + view + "tQ";
}

inline std::string tensor(const std::string &storage, std::int64_t offset, const std::vector<std::int64_t> &shape,
                          const std::vector<std::int64_t> &strides)
{
    return global("torch._utils", "_rebuild_tensor_v2") + "(" + storage + integer(offset) + tuple(shape) + tuple(strides) + "\x89"
        + global("collections", "OrderedDict") + ")RtR";
}

/// A whole pickle of a dictionary; values are instructions.
inline std::string dict(const std::vector<std::pair<std::string, std::string>> &items)
{
    std::string out = std::string("\x80\x02") + "}(";
    for (const auto &[name, value] : items)
        out += text(name) + value;
    return out + "u.";
}

} // namespace pickle

/// A checkpoint of one pickle and its storages, in PyTorch's zip form.
inline std::string zipCheckpoint(const std::string &pickle, const std::vector<std::string> &storages, const std::string &byteOrder = {})
{
    std::vector<ZipPart> parts{{"archive/data.pkl", pickle, 0, {}, {}}};
    if (!byteOrder.empty())
        parts.push_back({"archive/byteorder", byteOrder, 0, {}, {}});
    for (std::size_t i = 0; i < storages.size(); ++i)
        parts.push_back({"archive/data/" + std::to_string(i), storages[i], 0, {}, {}});
    return zipArchive(parts);
}

/// The same in the form before PyTorch 1.6. @param storages  keys, each with its count and bytes as they stand in the file
inline std::string legacyCheckpoint(const std::string &pickle, const std::vector<std::pair<std::string, std::string>> &storages)
{
    std::string out = std::string("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.", 15);
    out += std::string("\x80\x02M\xe9\x03.", 6) + std::string("\x80\x02}.", 4) + pickle + "\x80\x02](";
    for (const auto &entry : storages)
        out += pickle::text(entry.first);
    out += "e.";
    for (const auto &entry : storages)
        out += entry.second;
    return out;
}

} // namespace calotype::tests
