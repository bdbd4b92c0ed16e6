#pragma once

#include "ui/PictureSink.h"

#include <condition_variable>
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
        QString path;
        GeneratedImage picture;
        GenerationRequest request;
        GenerationResult result;
        ModelSpec model;
    };

    void setRules(const gallery::OutputRules &rules) override
    {
        const std::lock_guard lock(m_mutex);
        m_rules = rules;
    }
    gallery::OutputRules rules() const
    {
        const std::lock_guard lock(m_mutex);
        return m_rules;
    }

    Result<QString> place(const GeneratedImage &picture, const GenerationRequest &) override
    {
        const std::lock_guard lock(m_mutex);
        if (m_placeFault)
            return *std::exchange(m_placeFault, std::nullopt);
        return QStringLiteral("/pictures/%1-%2.png").arg(++m_placed).arg(picture.seed);
    }

    Result<void> save(const QString &path, const GeneratedImage &picture, const GenerationRequest &request,
                      const GenerationResult &result, const ModelSpec &model) override
    {
        std::unique_lock lock(m_mutex);
        m_isWaiting = m_waits;
        m_hurried.wait(lock, [this] { return !m_waits; });
        m_isWaiting = false;
        if (m_lasting)
            return *m_lasting;
        if (m_fault)
            return *std::exchange(m_fault, std::nullopt);
        m_saved.push_back({path, picture, request, result, model});
        return {};
    }

    void hurry() override
    {
        const std::lock_guard lock(m_mutex);
        m_waits = false;
        m_hurried.notify_all();
    }

    /// Saving waits from now on, until hurry().
    void waitUntilHurried()
    {
        const std::lock_guard lock(m_mutex);
        m_waits = true;
    }
    bool isWaiting() const
    {
        const std::lock_guard lock(m_mutex);
        return m_isWaiting;
    }

    /// No place can be reserved for the next picture.
    void failNextPlace(Error error)
    {
        const std::lock_guard lock(m_mutex);
        m_placeFault = std::move(error);
    }
    void failNext(Error error)
    {
        const std::lock_guard lock(m_mutex);
        m_fault = std::move(error);
    }
    /// Every save fails so, until mend().
    void failFromNowOn(Error error)
    {
        const std::lock_guard lock(m_mutex);
        m_lasting = std::move(error);
    }
    void mend()
    {
        const std::lock_guard lock(m_mutex);
        m_lasting.reset();
    }
    std::vector<Saved> saved() const
    {
        const std::lock_guard lock(m_mutex);
        return m_saved;
    }
    std::vector<std::int64_t> savedSeeds() const
    {
        std::vector<std::int64_t> seeds;
        for (const Saved &one : saved())
            seeds.push_back(one.picture.seed);
        return seeds;
    }

private:
    mutable std::mutex m_mutex;
    std::vector<Saved> m_saved; ///< guarded by m_mutex, as below
    gallery::OutputRules m_rules;
    std::optional<Error> m_fault;
    std::optional<Error> m_placeFault;
    std::optional<Error> m_lasting;
    int m_placed = 0;
    bool m_waits = false;
    bool m_isWaiting = false;
    std::condition_variable m_hurried;
};

} // namespace calotype::tests
