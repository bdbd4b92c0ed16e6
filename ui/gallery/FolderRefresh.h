#pragma once

#include <QObject>

#include <chrono>
#include <functional>

namespace calotype::ui {

/// Has folders looked through anew when the user comes back to the program, and when he asks for it: what changes on
/// network drives, where the system allows no more watches, or within a file is told by nobody. GUI thread.
class FolderRefresh final : public QObject
{
    Q_OBJECT

public:
    using Milliseconds = std::chrono::milliseconds;
    using Clock = std::function<Milliseconds()>; ///< since whenever, and never back

    /// How long after a look a return brings no other.
    static constexpr Milliseconds kPause{5000};
    /// The same while one is under way: then its end is not waited for any longer, as it may never be told.
    static constexpr Milliseconds kLongestLook{60000};

    /// @param look  has them looked through; whoever makes this has just begun that
    explicit FolderRefresh(std::function<void()> look, QObject *parent = nullptr, Clock clock = steadyClock());

public Q_SLOTS:
    /// Looks, whenever the last look was.
    void look();
    /// All has been looked through.
    void done();

private:
    static Clock steadyClock();
    void comeBack();

    std::function<void()> m_look;
    Clock m_clock;
    Milliseconds m_lastLook; ///< its begin, or its end if that has come
    bool m_isLooking = true;
};

} // namespace calotype::ui
