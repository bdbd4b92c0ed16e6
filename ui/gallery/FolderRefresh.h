#pragma once

#include <QElapsedTimer>
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
    static constexpr std::chrono::milliseconds kPause{5000};

    /// @param look   has them looked through; whoever makes this has just begun that
    /// @param pause  how long after a look a return brings no other; while one is under way it is twelve times that
    explicit FolderRefresh(std::function<void()> look, std::chrono::milliseconds pause = kPause, QObject *parent = nullptr);

public Q_SLOTS:
    /// Looks, whenever the last look was.
    void look();
    /// All has been looked through.
    void done();

private:
    void comeBack();

    std::function<void()> m_look;
    std::chrono::milliseconds m_pause;
    QElapsedTimer m_sinceLook; ///< its begin, or its end if that has come
    bool m_isLooking = true;
};

} // namespace calotype::ui
