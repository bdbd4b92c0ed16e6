#include "core/formats/ZipCheckpoint.h"

#include "core/formats/ByteCursor.h"
#include "core/formats/CheckpointContent.h"
#include "core/formats/FileFault.h"
#include "core/formats/PickleReader.h"
#include "core/formats/ZipArchive.h"

#include <algorithm>
#include <utility>

namespace calotype::formats {

namespace {

/// The one folder that holds everything, with its slash.
std::string_view findFolder(const ZipArchive &archive, const std::string &file)
{
    constexpr std::string_view kPickle = "data.pkl";
    for (const ZipArchive::Entry &entry : archive.entries()) {
        if (entry.name.ends_with(kPickle) && entry.name.find('/') + 1 == entry.name.size() - kPickle.size())
            return entry.name.substr(0, entry.name.size() - kPickle.size());
    }
    failUnsupported(file, "is a zip archive but no PyTorch checkpoint: it has no data.pkl; unpack it and choose the model inside");
}

/// Copies of storages from a machine of the other byte order, turned.
class TurnedStorages
{
public:
    std::span<const std::byte> turned(std::string_view key, std::span<const std::byte> bytes, std::size_t elementSize)
    {
        const auto [place, isNew] = m_known.emplace(std::pair(key, elementSize), m_owned.size());
        if (isNew) {
            auto &copy = m_owned.emplace_back(bytes.begin(), bytes.end());
            for (auto at = copy.begin(); copy.end() - at >= static_cast<std::ptrdiff_t>(elementSize); at += static_cast<std::ptrdiff_t>(elementSize))
                std::reverse(at, at + static_cast<std::ptrdiff_t>(elementSize));
        }
        return m_owned[place->second];
    }

    std::vector<std::vector<std::byte>> take() { return std::move(m_owned); }

private:
    std::map<std::pair<std::string_view, std::size_t>, std::size_t> m_known;
    std::vector<std::vector<std::byte>> m_owned;
};

} // namespace

std::shared_ptr<const TensorFile> readZipCheckpoint(std::shared_ptr<const MappedFile> file)
{
    const std::string &name = file->name();
    const ZipArchive archive(file->bytes(), name);
    const std::string folder(findFolder(archive, name));
    if (archive.find(folder + "constants.pkl"))
        failUnsupported(name, "is a TorchScript program, not a checkpoint; use the model's safetensors version");
    const ZipArchive::Entry *order = archive.find(folder + "byteorder");
    const bool isBigEndian = order && asText(order->data) == "big";
    if (order && !isBigEndian && asText(order->data) != "little")
        failDamaged(name, "its byte order is neither little nor big");

    std::size_t position = 0;
    const PickleGraph graph = readPickle(archive.find(folder + "data.pkl")->data, position, name);
    TurnedStorages turned;
    const auto storageBytes = [&](const PickleStorage &storage, std::size_t elementSize) {
        const ZipArchive::Entry *entry = archive.find(folder + "data/" + std::string(storage.key));
        if (!entry)
            failDamaged(name, "its storage " + inQuotes(storage.key) + " is missing");
        return isBigEndian && elementSize > 1 ? turned.turned(storage.key, entry->data, elementSize) : entry->data;
    };
    LoadedTensorFile::Content content = collectCheckpoint(graph, storageBytes, name);
    content.converted = turned.take();
    return std::make_shared<LoadedTensorFile>(std::move(file), std::move(content));
}

} // namespace calotype::formats
