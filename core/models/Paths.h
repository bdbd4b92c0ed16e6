#pragma once

#include <filesystem>

namespace calotype::models {

/// Where Calotype keeps its things. Nothing is created here. A command-line option wins over what is said here, and is
/// handed on by app/.
struct Paths {
    std::filesystem::path data;   ///< CALOTYPE_DATA_DIR, else `calotype` in the user's data folder
    std::filesystem::path models; ///< CALOTYPE_MODELS_DIR, else `models` in data
    std::filesystem::path output; ///< CALOTYPE_OUTPUT_DIR, else `Calotype` in the user's pictures folder
    /// Where the log lies: `state` in CALOTYPE_DATA_DIR, else `calotype` in XDG_STATE_HOME or ~/.local/state; macOS: Logs
    std::filesystem::path state;
    std::filesystem::path installed; ///< `models` of what was installed with the program: the starter model
    std::filesystem::path hubCache; ///< HF_HUB_CACHE, HF_HOME/hub, else ~/.cache/huggingface/hub

    /// As this environment and platform have it. Relative overrides count from the working folder.
    static Paths standard();

    std::filesystem::path database() const { return data / "calotype.db"; }
    std::filesystem::path thumbnails() const { return data / "thumbnails"; }
};

} // namespace calotype::models
