#include "core/engine/EngineModule.h"

#include "core/base/Log.h"
#include "core/engine/EngineEnvironment.h"

#include <cstdlib>
#include <filesystem>
#include <utility>

#include <dlfcn.h>

namespace calotype {
namespace {

namespace fs = std::filesystem;

constexpr const char *kSymbol = "calotype_engine";
#ifdef __APPLE__
constexpr const char *kEndings[] = {".so", ".dylib"}; // a CMake module is .so there too
#else
constexpr const char *kEndings[] = {".so"};
#endif

/// Where a module may lie: what the user names and nothing else, or CUDA before the processor alone.
std::vector<fs::path> candidates(const fs::path &programDir)
{
    if (const char *named = std::getenv("CALOTYPE_ENGINE"); named && *named)
        return {named};
    std::vector<fs::path> files;
    for (const char *name : {"calotype-engine-cuda", "calotype-engine"}) {
        for (const fs::path &folder :
             {programDir, programDir / ".." / "lib" / "calotype", programDir / "lib" / "calotype"}) {
            for (const char *ending : kEndings) {
                files.push_back((folder / (std::string(name) + ending)).lexically_normal());
            }
        }
    }
    return files;
}

std::string lastLoaderError()
{
    const char *text = dlerror();
    return text ? text : "unknown error";
}

/// The module's entry. Never closed again, not even when it is refused: libtorch's threads and tables outlive it.
Result<const EngineEntry *> openModule(const fs::path &file)
{
    void *module = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!module) {
        return Error{ErrorCode::EngineMissing, lastLoaderError(), {}};
    }
    using EntryFunction = const EngineEntry *(*)();
    const auto function = reinterpret_cast<EntryFunction>(dlsym(module, kSymbol));
    const EngineEntry *entry = function ? function() : nullptr;
    if (!entry || !entry->create) {
        return Error{ErrorCode::EngineMissing, "it is no engine module of this program", {}};
    }
    if (entry->interfaceVersion != kEngineInterfaceVersion) {
        return Error{ErrorCode::EngineMissing,
                     "it speaks version " + std::to_string(entry->interfaceVersion)
                         + " of the engine's interface, and this program version "
                         + std::to_string(kEngineInterfaceVersion),
                     {}};
    }
    return entry;
}

} // namespace

Result<std::unique_ptr<GenerationBackend>> openEngine(const std::string &programDir)
{
    prepareEngineEnvironment();
    std::string refused; // what is there, but cannot be used
    std::string tried;
    for (const fs::path &file : candidates(programDir)) {
        tried += (tried.empty() ? "" : ", ") + file.string();
        std::error_code ignored;
        if (!fs::exists(file, ignored))
            continue;
        const auto entry = openModule(file);
        if (!entry) {
            spdlog::warn("engine: {} is passed over: {}", file.string(), entry.error().message);
            if (refused.empty()) {
                const std::string &why = entry.error().message; // the loader's own words begin with the file
                refused = why.starts_with(file.string()) ? why : file.string() + ": " + why;
            }
            continue;
        }
        std::unique_ptr<GenerationBackend> backend(entry.value()->create());
        if (backend) {
            spdlog::info("engine: {} from {}", entry.value()->name, file.string());
            return backend;
        }
        refused = file.string() + ": it could not make a backend";
    }
    if (!refused.empty()) {
        return Error{ErrorCode::EngineMissing,
                     "The engine module cannot be opened (" + refused
                         + "): install what it needs, or name another in CALOTYPE_ENGINE.",
                     "Tried: " + tried};
    }
    if (const char *named = std::getenv("CALOTYPE_ENGINE"); named && *named) {
        return Error{ErrorCode::EngineMissing,
                     "CALOTYPE_ENGINE names “" + std::string(named) + "”, which is not there: correct or unset it.", {}};
    }
    return Error{ErrorCode::EngineMissing,
                 "There is no engine module (calotype-engine) beside the program or in its lib/calotype: install it, or "
                 "name its file in CALOTYPE_ENGINE.",
                 "Tried: " + tried};
}

} // namespace calotype
