#include "core/models/ModelHashes.h"

#include "core/engine/ThreadPriority.h"
#include "core/formats/Sha256.h"

#include <nlohmann/json.hpp>

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QSaveFile>

#include <algorithm>
#include <exception>
#include <fstream>
#include <new>
#include <string_view>

namespace calotype::models {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::size_t kPiece = std::size_t{1} << 20;
constexpr qint64 kLargestCache = qint64{16} << 20;

QString toQString(const fs::path &path)
{
    return QFile::decodeName(QByteArray::fromStdString(path.string()));
}

std::string quoted(const fs::path &path)
{
    return "“" + toQString(path).toStdString() + "”";
}

// JSON holds UTF-8 only; a path need not be any.
std::string keyOf(const fs::path &file)
{
    std::error_code error;
    const fs::path absolute = fs::absolute(file, error);
    return QByteArray::fromStdString((error ? file : absolute).lexically_normal().string()).toPercentEncoding("/ ").toStdString();
}

std::vector<fs::path> filesWithEnding(const fs::path &folder, std::string_view ending)
{
    std::vector<fs::path> files;
    std::error_code error;
    for (fs::recursive_directory_iterator it(folder, fs::directory_options::skip_permission_denied, error), end; !error && it != end;
         it.increment(error)) {
        if (it->path().filename().string().starts_with('.'))
            it.disable_recursion_pending();
        else if (it->path().extension() == ending && fs::is_regular_file(it->path(), error))
            files.push_back(it->path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

// What the cache says of a file.
bool hasStamp(const json &kept)
{
    return kept.is_object() && kept.contains("size") && kept["size"].is_number_unsigned() && kept.contains("modified")
           && kept["modified"].is_number_integer();
}

bool hasDigest(const json &kept, const char *key)
{
    return kept.contains(key) && kept[key].is_string() && formats::isSha256(kept[key].get<std::string>());
}

bool canGoOn(const json &kept)
{
    if (!hasDigest(kept, "state") || !kept.contains("hashed") || !kept["hashed"].is_number_unsigned())
        return false;
    const auto hashed = kept["hashed"].get<std::uint64_t>();
    return hashed <= kept["size"].get<std::uintmax_t>() && hashed % formats::Sha256::kBlock == 0;
}

} // namespace

ModelHashes::ModelHashes(std::filesystem::path cache)
    : m_cache(std::move(cache))
    , m_entries(read(m_cache))
{
}

ModelHashes::~ModelHashes() = default;

std::string ModelHashes::known(const std::filesystem::path &model) const
{
    const std::vector<fs::path> files = weightFiles(model);
    std::vector<std::string> hashes;
    for (const fs::path &file : files) {
        const std::optional<Entry> kept = keptOf(file);
        if (!kept || kept->hash.empty())
            return {};
        hashes.push_back(kept->hash);
    }
    return combined(model, files, hashes);
}

Result<std::string> ModelHashes::hash(const std::filesystem::path &model, std::stop_token stop)
{
    try {
        const std::vector<fs::path> files = weightFiles(model);
        if (files.empty())
            return Error{ErrorCode::NotFound, "There is no model at " + quoted(model) + "; check the path.", {}};
        std::vector<std::string> hashes;
        for (const fs::path &file : files)
            hashes.push_back(hashFile(file, stop));
        return combined(model, files, hashes);
    } catch (const Failure &failure) {
        return failure.error();
    } catch (const std::bad_alloc &) {
        return Error{ErrorCode::OutOfMemory, "Memory ran out while a model was hashed; close other programs.", {}};
    } catch (const std::exception &fault) {
        return Error{ErrorCode::Io, "A model could not be hashed; check that its files can be read.", fault.what()};
    }
}

void ModelHashes::request(const std::filesystem::path &model)
{
    const std::lock_guard lock(m_mutex);
    if (isAskedFor(model))
        return;
    m_waiting.push_back(model);
    if (!m_thread.joinable())
        m_thread = std::jthread([this](const std::stop_token &stop) { work(stop); });
    m_wake.notify_one();
}

std::string ModelHashes::awaited(const std::filesystem::path &model, std::chrono::steady_clock::time_point until, std::stop_token stop)
{
    {
        std::unique_lock lock(m_mutex);
        m_done.wait_until(lock, stop, until, [&] { return !isAskedFor(model); });
    }
    return known(model);
}

std::vector<std::filesystem::path> ModelHashes::weightFiles(const std::filesystem::path &model)
{
    std::error_code error;
    if (fs::is_regular_file(model, error))
        return {model};
    if (!fs::is_directory(model, error))
        return {};
    std::vector<fs::path> files = filesWithEnding(model, ".safetensors");
    return files.empty() ? filesWithEnding(model, ".bin") : files;
}

std::optional<ModelHashes::Stamp> ModelHashes::stampOf(const std::filesystem::path &file)
{
    std::error_code error;
    Stamp stamp;
    stamp.size = fs::file_size(file, error);
    if (error)
        return std::nullopt;
    stamp.modified = fs::last_write_time(file, error).time_since_epoch().count();
    return error ? std::nullopt : std::optional(stamp);
}

std::string ModelHashes::combined(const std::filesystem::path &model, const std::vector<std::filesystem::path> &files,
                                  const std::vector<std::string> &hashes)
{
    if (files.empty() || files.front() == model)
        return hashes.empty() ? std::string() : hashes.front();
    formats::Sha256 digest;
    for (std::size_t i = 0; i < files.size(); ++i)
        digest.add(files[i].lexically_relative(model).generic_string() + " " + hashes[i] + "\n");
    return digest.hex();
}

std::optional<ModelHashes::Entry> ModelHashes::keptOf(const std::filesystem::path &file) const
{
    const auto stamp = stampOf(file);
    const std::lock_guard lock(m_mutex);
    const auto entry = m_entries.find(keyOf(file));
    return stamp && entry != m_entries.end() && entry->second.stamp == *stamp ? std::optional(entry->second) : std::nullopt;
}

std::string ModelHashes::hashFile(const std::filesystem::path &file, const std::stop_token &stop)
{
    const auto stopped = [&] { return Failure(ErrorCode::Cancelled, "Hashing " + quoted(file) + " was stopped."); };
    {
        std::unique_lock lock(m_mutex);
        if (!m_turn.wait(lock, stop, [this] { return !m_isHashing; }))
            throw stopped();
        m_isHashing = true;
    }
    const struct Turn {
        ModelHashes &hashes;
        ~Turn()
        {
            const std::lock_guard lock(hashes.m_mutex);
            hashes.m_isHashing = false;
            hashes.m_turn.notify_one();
        }
    } turn{*this};
    const auto before = stampOf(file);
    const std::optional<Entry> kept = keptOf(file);
    if (kept && !kept->hash.empty())
        return kept->hash;
    const bool goesOn = before && kept && kept->stamp == *before;
    formats::Sha256 digest = goesOn ? formats::Sha256::after(kept->state, kept->hashed) : formats::Sha256();
    const std::uint64_t begun = digest.size();
    std::ifstream stream(file, std::ios::binary);
    if (!before || !stream.seekg(static_cast<std::streamoff>(begun)))
        throw Failure(ErrorCode::Io, quoted(file) + " could not be read; check its permissions.");
    std::vector<char> piece(kPiece);
    while (stream) {
        if (stop.stop_requested()) {
            if (digest.size() > begun && stampOf(file) == before)
                keep(file, {*before, {}, digest.size(), digest.state()});
            throw stopped();
        }
        stream.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        digest.add(std::string_view(piece.data(), static_cast<std::size_t>(stream.gcount())));
    }
    if (stream.bad())
        throw Failure(ErrorCode::Io, quoted(file) + " could not be read to its end; check the disk.");
    const std::string hash = digest.hex();
    if (stampOf(file) == before) // else it was written to meanwhile
        keep(file, {*before, hash, 0, {}});
    return hash;
}

void ModelHashes::keep(const std::filesystem::path &file, const Entry &entry)
{
    {
        const std::lock_guard lock(m_mutex);
        m_entries.insert_or_assign(keyOf(file), entry);
    }
    const std::lock_guard fileLock(m_fileMutex);
    // Another Calotype may have added to the file.
    std::map<std::string, Entry> all = read(m_cache);
    {
        const std::lock_guard lock(m_mutex);
        for (const auto &[key, known] : m_entries) {
            const auto other = all.find(key);
            const bool isBehind = known.hash.empty() && other != all.end() && other->second.stamp == known.stamp
                                  && !other->second.hash.empty();
            if (!isBehind)
                all.insert_or_assign(key, known);
        }
        m_entries = all;
    }

    json files = json::object();
    for (const auto &[key, known] : all) {
        json &kept = files[key];
        kept = {{"size", known.stamp.size}, {"modified", known.stamp.modified}};
        if (known.hash.empty()) {
            kept["hashed"] = known.hashed;
            kept["state"] = known.state;
        } else {
            kept["sha256"] = known.hash;
        }
    }
    const QByteArray text = QByteArray::fromStdString(json{{"version", 1}, {"files", files}}.dump(1));
    // A disk that is full costs no more than to hash again next time.
    QDir().mkpath(toQString(m_cache.parent_path()));
    QSaveFile out(toQString(m_cache));
    if (out.open(QIODevice::WriteOnly) && out.write(text) == text.size())
        out.commit();
}

std::map<std::string, ModelHashes::Entry> ModelHashes::read(const std::filesystem::path &cache)
{
    std::map<std::string, Entry> entries;
    QFile file(toQString(cache));
    if (!file.open(QIODevice::ReadOnly) || file.size() > kLargestCache)
        return entries;
    const json kept = json::parse(file.readAll().toStdString(), nullptr, false);
    if (!kept.is_object() || kept.value("version", json()) != 1 || !kept.contains("files") || !kept["files"].is_object())
        return entries;
    for (const auto &[key, value] : kept["files"].items()) {
        if (!hasStamp(value))
            continue;
        const Stamp stamp{value["size"].get<std::uintmax_t>(), value["modified"].get<std::int64_t>()};
        if (hasDigest(value, "sha256"))
            entries[key] = {stamp, value["sha256"].get<std::string>(), 0, {}};
        else if (canGoOn(value))
            entries[key] = {stamp, {}, value["hashed"].get<std::uint64_t>(), value["state"].get<std::string>()};
    }
    return entries;
}

bool ModelHashes::isAskedFor(const std::filesystem::path &model) const
{
    return m_atWork == model || std::find(m_waiting.begin(), m_waiting.end(), model) != m_waiting.end();
}

void ModelHashes::work(const std::stop_token &stop)
{
    lowerThreadPriority(); // else it would take a core from what makes pictures
    std::unique_lock lock(m_mutex);
    while (m_wake.wait(lock, stop, [this] { return !m_waiting.empty(); })) {
        const fs::path model = std::move(m_waiting.front());
        m_waiting.pop_front();
        m_atWork = model;
        lock.unlock();
        try {
            (void)hash(model, stop);
        } catch (const std::exception &) {
            // Not even the error could be told: the model stays unknown.
        }
        lock.lock();
        m_atWork.reset();
        m_done.notify_all();
    }
}

} // namespace calotype::models
