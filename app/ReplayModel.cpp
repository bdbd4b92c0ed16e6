#include "app/ReplayModel.h"

#include "core/base/Error.h"
#include "core/models/ModelCatalog.h"
#include "core/models/ModelHashes.h"
#include "core/models/ModelNames.h"

#include <algorithm>
#include <filesystem>
#include <optional>

namespace calotype::app {

namespace {

namespace fs = std::filesystem;

bool isThere(const std::string &path)
{
    std::error_code none;
    return !path.empty() && fs::exists(path, none);
}

bool isCalled(const models::CatalogEntry &entry, const std::string &name)
{
    const auto rule = models::matchNames(name, entry.name);
    return rule == models::MatchRule::Exact || rule == models::MatchRule::NormEqual;
}

class Search
{
public:
    Search(const gallery::PictureOrigin &origin, models::ModelHashes &hashes, const std::function<void(const std::string &)> &reading)
        : m_origin(origin)
        , m_hashes(hashes)
        , m_reading(reading)
    {
    }

    /// The hash of what lies at @p path; "" where the picture does not say its own, or where it cannot be read.
    std::string hash(const std::string &path, const std::string &wanted) const
    {
        if (wanted.empty())
            return {};
        if (std::string known = m_hashes.known(path); !known.empty())
            return known;
        m_reading(path);
        const auto computed = m_hashes.hash(path);
        return computed ? computed.value() : std::string();
    }

    std::optional<std::string> withHash(const std::vector<models::CatalogEntry> &entries) const
    {
        const std::string &wanted = m_origin.modelHash;
        for (const models::CatalogEntry &entry : entries) {
            if (m_hashes.known(entry.path) == wanted)
                return entry.path.string();
        }
        // Reading takes time: what is likely, and what is small, comes first.
        std::vector<models::CatalogEntry> unknown = entries;
        std::erase_if(unknown, [this](const models::CatalogEntry &entry) { return !m_hashes.known(entry.path).empty(); });
        std::stable_sort(unknown.begin(), unknown.end(), [this](const models::CatalogEntry &a, const models::CatalogEntry &b) {
            const bool aFirst = isCalled(a, m_origin.run.modelName);
            const bool bFirst = isCalled(b, m_origin.run.modelName);
            return aFirst != bFirst ? aFirst : a.sizeBytes < b.sizeBytes;
        });
        for (const models::CatalogEntry &entry : unknown) {
            if (hash(entry.path.string(), wanted) == wanted)
                return entry.path.string();
        }
        return std::nullopt;
    }

    std::optional<std::string> withName(const std::vector<models::CatalogEntry> &entries) const
    {
        const auto found = std::find_if(entries.begin(), entries.end(), [this](const models::CatalogEntry &entry) {
            return isCalled(entry, m_origin.run.modelName);
        });
        return found == entries.end() ? std::nullopt : std::optional(found->path.string());
    }

private:
    const gallery::PictureOrigin &m_origin;
    models::ModelHashes &m_hashes;
    const std::function<void(const std::string &)> &m_reading;
};

[[noreturn]] void refuse(const gallery::ReplayPlan &plan)
{
    const gallery::PictureOrigin &origin = plan.origin;
    std::string model = origin.run.modelName.empty() ? "" : " “" + origin.run.modelName + "”";
    if (!origin.modelHash.empty())
        model += " (SHA-256 " + origin.modelHash + ")";
    const std::string place = plan.model.path.empty() ? "" : "is not at “" + plan.model.path + "” any more, and ";
    throw Failure(ErrorCode::NotFound, "The model" + model + " that made this picture " + place
                                           + "is not among the models of this machine; put it back, or into the models folder.");
}

} // namespace

ReplayModel findReplayModel(const gallery::ReplayPlan &plan, const models::ModelCatalog &catalog, models::ModelHashes &hashes,
                            const std::function<void(const std::string &path)> &reading)
{
    const gallery::PictureOrigin &origin = plan.origin;
    const Search search(origin, hashes, reading);
    ReplayModel model;
    model.spec = plan.model;
    const auto take = [&](const std::string &path, const std::string &note) {
        model.spec.path = path;
        model.hash = search.hash(path, origin.modelHash);
        if (!note.empty())
            model.notes.push_back(note + " “" + path + "”.");
    };

    const bool isAtPlace = isThere(plan.model.path);
    if (isAtPlace && search.hash(plan.model.path, origin.modelHash) == origin.modelHash) {
        take(plan.model.path, {});
    } else {
        std::vector<models::CatalogEntry> entries = catalog.list();
        std::erase_if(entries, [](const models::CatalogEntry &entry) { return !entry.present; });
        const auto same = origin.modelHash.empty() ? std::nullopt : search.withHash(entries);
        if (same)
            take(*same, "The model was found by its SHA-256 at");
        else if (isAtPlace)
            take(plan.model.path, {});
        else if (const auto named = search.withName(entries))
            take(*named, "The model was found by its name at");
        else
            refuse(plan);
    }

    if (!plan.model.vaePath.empty() && !isThere(plan.model.vaePath)) {
        throw Failure(ErrorCode::NotFound, "The VAE “" + plan.model.vaePath
                                               + "” that this picture was decoded with is not there any more; put it back.");
    }
    if (!plan.model.vaePath.empty())
        model.vaeHash = search.hash(plan.model.vaePath, origin.vaeHash);
    return model;
}

} // namespace calotype::app
