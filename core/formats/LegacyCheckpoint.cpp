#include "core/formats/LegacyCheckpoint.h"

#include "core/formats/ByteCursor.h"
#include "core/formats/CheckpointContent.h"
#include "core/formats/FileFault.h"
#include "core/formats/PickleReader.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace calotype::formats {

namespace {

using Kind = PickleValue::Kind;

constexpr std::string_view kMagic("\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19", 10); ///< 0x1950a86a20f9469cfc6c
constexpr std::int64_t kProtocolVersion = 1001;

struct StoredBytes {
    std::size_t elementSize = 0;
    std::span<const std::byte> bytes;
};

using StorageTable = std::unordered_map<std::string_view, StoredBytes>;

/// How large one number of each storage is: only the pickle tells.
StorageTable elementSizes(const PickleGraph &graph, const std::string &file)
{
    StorageTable table;
    for (const PickleStorage &storage : graph.storages) {
        const std::size_t size = storage.dtype ? dtypeSize(*storage.dtype) : 1;
        const auto [place, isNew] = table.emplace(storage.key, StoredBytes{size, {}});
        if (!isNew && place->second.elementSize != size)
            failDamaged(file, "its storage " + inQuotes(storage.key) + " has two number formats");
    }
    return table;
}

void readStorages(StorageTable &table, const PickleGraph &keys, ByteCursor &in, const std::string &file)
{
    if (keys.top().kind != Kind::List)
        failDamaged(file, "its list of storages is missing");
    for (const PickleValue::Ref ref : keys.top().items) {
        const PickleValue &key = keys[ref];
        const auto place = key.kind == Kind::String ? table.find(key.text) : table.end();
        if (place == table.end())
            failDamaged(file, "its list of storages names one that no tensor uses");
        const std::string who = "its storage " + inQuotes(key.text);
        if (place->second.bytes.data())
            failDamaged(file, who + " is listed twice");
        const auto count = in.number(8);
        if (!count)
            failDamaged(file, "it ends before " + who.substr(4));
        std::uint64_t bytes = 0;
        const bool tooLarge = __builtin_mul_overflow(*count, static_cast<std::uint64_t>(place->second.elementSize), &bytes);
        const std::size_t left = in.left();
        const auto data = tooLarge ? std::nullopt : in.take(bytes);
        if (!data)
            failDamaged(file, who + " claims " + std::to_string(*count) + " numbers but only " + std::to_string(left) + " bytes follow");
        place->second.bytes = *data;
    }
}

} // namespace

bool isLegacyCheckpoint(std::span<const std::byte> bytes)
{
    // Later protocols put a frame before the number.
    const std::string_view start = asText(bytes.first(std::min<std::size_t>(bytes.size(), 24)));
    return start.starts_with('\x80') && start.find("\x8a\x0a" + std::string(kMagic)) != std::string_view::npos;
}

std::shared_ptr<const TensorFile> readLegacyCheckpoint(std::shared_ptr<const MappedFile> file)
{
    const std::string &name = file->name();
    const auto bytes = file->bytes();
    std::size_t position = 0;
    const PickleGraph magic = readPickle(bytes, position, name);
    if (magic.top().kind != Kind::BigInt || magic.top().text != kMagic)
        failDamaged(name, "its magic number is wrong");
    const PickleGraph version = readPickle(bytes, position, name);
    if (version.top().kind != Kind::Int || version.top().integer != kProtocolVersion)
        failDamaged(name, "its protocol version is not 1001");
    readPickle(bytes, position, name); // the writing machine's word sizes; storages are little-endian whatever it was
    const PickleGraph graph = readPickle(bytes, position, name);
    const PickleGraph keys = readPickle(bytes, position, name);

    StorageTable table = elementSizes(graph, name);
    ByteCursor in(bytes, position);
    readStorages(table, keys, in, name);
    const auto storageBytes = [&](const PickleStorage &storage, std::size_t) {
        const StoredBytes &stored = table.at(storage.key);
        if (!stored.bytes.data())
            failDamaged(name, "its storage " + inQuotes(storage.key) + " is missing");
        return stored.bytes;
    };
    return std::make_shared<LoadedTensorFile>(std::move(file), collectCheckpoint(graph, storageBytes, name));
}

} // namespace calotype::formats
