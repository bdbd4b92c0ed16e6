#pragma once

#include "ui/PictureSink.h"

#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace calotype::tests {

/// Keeps what it is given instead of writing it.
class FakeSink final : public ui::PictureSink
{
public:
    struct Saved {
        GeneratedImage picture;
        GenerationRequest request;
        GenerationResult result;
        ModelSpec model;
    };

    Result<std::filesystem::path> save(const GeneratedImage &picture, const GenerationRequest &request,
                                       const GenerationResult &result, const ModelSpec &model) override
    {
        const std::lock_guard lock(m_mutex);
        if (m_fault)
            return *std::exchange(m_fault, std::nullopt);
        m_saved.push_back({picture, request, result, model});
        return std::filesystem::path("/pictures/" + std::to_string(picture.seed) + ".png");
    }

    void failNext(Error error)
    {
        const std::lock_guard lock(m_mutex);
        m_fault = std::move(error);
    }
    std::vector<Saved> saved() const
    {
        const std::lock_guard lock(m_mutex);
        return m_saved;
    }

private:
    mutable std::mutex m_mutex;
    std::vector<Saved> m_saved; ///< guarded by m_mutex, as below
    std::optional<Error> m_fault;
};

} // namespace calotype::tests
