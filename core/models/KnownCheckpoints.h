#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace calotype::models {

/// A model of the Hub and the name under which its single file is kept.
struct KnownCheckpoint {
    std::string id;       ///< "ORG/NAME"
    std::string fileName; ///< "name.safetensors"
};

/// A short id for a model.
struct FriendlyName {
    std::string name;
    std::string id;
};

/// The one table of known checkpoints. A user adds to it, or overrides it, by `models.json` in a models folder:
/// @code
/// { "checkpoints": { "ORG/NAME": "file.safetensors" }, "names": { "my-favourite": "ORG/NAME" } }
/// @endcode
/// Ids are compared without regard to case, as the Hub does.
class KnownCheckpoints final
{
public:
    static KnownCheckpoints builtIn();

    /// @throws Failure NotFound, Damaged — with a sentence that names the file and the fault; then nothing was added
    void extend(const std::filesystem::path &jsonFile);

    const std::vector<KnownCheckpoint> &checkpoints() const { return m_checkpoints; }
    const std::vector<FriendlyName> &names() const { return m_names; }

    /// The mapped file name, or "".
    std::string fileName(std::string_view id) const;
    /// The id that a friendly name stands for; else @p name itself.
    std::string resolve(std::string_view name) const;

private:
    std::vector<KnownCheckpoint> m_checkpoints;
    std::vector<FriendlyName> m_names;
};

} // namespace calotype::models
