#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <functional>

namespace calotype::diffusion {

/// What layers spend their time on.
enum class Work {
    Winograd,    ///< 3×3 convolutions by our own kernel
    Convolution, ///< 3×3 and larger ones by the library: small maps, stride 2
    Pointwise,   ///< 1×1 convolutions
    Linear,
    Attention,
    GroupNorm, ///< with its SiLU where that is one with it
    LayerNorm,
    Geglu,
    Widening, ///< of weights that rest in half precision
    Rest,     ///< copies, sums, activations, and all else
};

inline constexpr std::size_t kWorkKinds = static_cast<std::size_t>(Work::Rest) + 1;

/// For people: "Winograd", "linear", …
const char *workName(Work work);

/// Where the time of a network goes, by kind of work: all that this thread's layers do from the profile's beginning to its
/// end. One at a time for each thread; without one a layer looks at a pointer and no more.
class WorkProfile
{
public:
    struct Line {
        double seconds = 0; ///< without what other kinds of work took within it
        double gflop = 0;   ///< of a direct computation
        int calls = 0;
    };

    /// @param settle  waits until the device has done what it was told, before each look at the clock; empty: the processor
    explicit WorkProfile(std::function<void()> settle = {});
    ~WorkProfile();
    WorkProfile(const WorkProfile &) = delete;
    WorkProfile &operator=(const WorkProfile &) = delete;

    /// What was counted so far; whole once no layer works.
    const Line &line(Work work) const { return m_lines[static_cast<std::size_t>(work)]; }
    Line total() const;
    /// The time since the last change of work counts to it.
    void end();

private:
    friend class WorkScope;
    using Clock = std::chrono::steady_clock;

    Work enter(Work work);
    Line &lineOf(Work work) { return m_lines[static_cast<std::size_t>(work)]; }

    inline static thread_local WorkProfile *s_current = nullptr;

    std::function<void()> m_settle;
    std::array<Line, kWorkKinds> m_lines{};
    Work m_work = Work::Rest;
    Clock::time_point m_since = Clock::now();
};

/// While it lives, the time of this thread's profile counts to a kind of work.
class WorkScope
{
public:
    explicit WorkScope(Work work)
        : m_profile(WorkProfile::s_current)
        , m_work(work)
    {
        if (m_profile) {
            m_outer = m_profile->enter(work);
            ++m_profile->lineOf(work).calls;
        }
    }
    ~WorkScope()
    {
        if (m_profile)
            m_profile->enter(m_outer);
    }
    WorkScope(const WorkScope &) = delete;
    WorkScope &operator=(const WorkScope &) = delete;

    /// @param flop  floating-point operations of the layer, computed directly
    void did(double flop) const
    {
        if (m_profile)
            m_profile->lineOf(m_work).gflop += 1e-9 * flop;
    }

private:
    WorkProfile *m_profile;
    Work m_work;
    Work m_outer = Work::Rest;
};

} // namespace calotype::diffusion
