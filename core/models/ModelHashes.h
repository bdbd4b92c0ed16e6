#pragma once

#include "core/base/Result.h"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace calotype::models {

/// SHA-256 of models, which tells whether two of them are the same whatever they are called. A file's is that of its
/// bytes (of which the web UI shows the first ten digits); a folder's is that of the lines `NAME HASH` of its weight files
/// (safetensors, else bin), by name. Hashing reads gigabytes, so it is done once for each path, size and time of last
/// change, and kept in a small JSON file; where it is stopped, how far it came is kept there, and the next one goes on. Any
/// thread.
class ModelHashes
{
public:
    /// @param cache  where the hashes are kept; a damaged file there is begun anew
    explicit ModelHashes(std::filesystem::path cache);
    /// Stops the thread within one piece of a file's reading, and the time to keep how far it came.
    ~ModelHashes();

    ModelHashes(const ModelHashes &) = delete;
    ModelHashes &operator=(const ModelHashes &) = delete;

    /// The hash if it is kept for the model as it lies there now, else "". Looks at the files' sizes and times only.
    std::string known(const std::filesystem::path &model) const;

    /// The hash, computed where it is not kept: as slow as the disk. Where another thread is at it, it is waited for;
    /// @p stop ends the waiting at once, and the reading within one piece.
    /// @return NotFound, Io, OutOfMemory, Cancelled
    Result<std::string> hash(const std::filesystem::path &model, std::stop_token stop = {});

    /// Has the hash computed on a thread of its own, after those asked for before, unless it is asked for already; known()
    /// tells it then. What cannot be read stays unknown. Returns at once, whatever the disk is doing.
    void request(const std::filesystem::path &model);

    /// What request() has computed, waited for until @p until or @p stop; "" where it is not known by then, or cannot be.
    std::string awaited(const std::filesystem::path &model, std::chrono::steady_clock::time_point until, std::stop_token stop = {});

private:
    /// What a kept hash is valid for.
    struct Stamp {
        std::uintmax_t size = 0;
        std::int64_t modified = 0; ///< ticks of the file system's clock
        bool operator==(const Stamp &) const = default;
    };
    struct Entry {
        Stamp stamp;
        std::string hash;         ///< "" where hashing was stopped
        std::uint64_t hashed = 0; ///< bytes by then
        std::string state;        ///< formats::Sha256::state() after those
    };

    static std::vector<std::filesystem::path> weightFiles(const std::filesystem::path &model);
    static std::optional<Stamp> stampOf(const std::filesystem::path &file);
    static std::string combined(const std::filesystem::path &model, const std::vector<std::filesystem::path> &files,
                                const std::vector<std::string> &hashes);
    static std::map<std::string, Entry> read(const std::filesystem::path &cache);

    /// What is kept of the file as it lies there now.
    std::optional<Entry> keptOf(const std::filesystem::path &file) const;
    std::string hashFile(const std::filesystem::path &file, const std::stop_token &stop);
    void keep(const std::filesystem::path &file, const Entry &entry);
    /// Whether the thread has it to do. m_mutex is held.
    bool isAskedFor(const std::filesystem::path &model) const;
    void work(const std::stop_token &stop);

    const std::filesystem::path m_cache;
    std::mutex m_fileMutex; ///< who has it reads and writes the file; taken before m_mutex, which no disk is waited for with
    mutable std::mutex m_mutex;
    std::map<std::string, Entry> m_entries;       ///< by absolute path; guarded by m_mutex
    std::deque<std::filesystem::path> m_waiting;  ///< each once; guarded by m_mutex
    std::optional<std::filesystem::path> m_atWork; ///< what the thread hashes; guarded by m_mutex
    std::condition_variable_any m_wake;
    std::condition_variable_any m_done;
    std::condition_variable_any m_turn;
    bool m_isHashing = false; ///< one file at a time: two would only make the disk seek; guarded by m_mutex
    std::jthread m_thread; ///< begun with the first request(); guarded by m_mutex; the last to be made, the first to end
};

} // namespace calotype::models
