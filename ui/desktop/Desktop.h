#pragma once

#include <QObject>
#include <QString>

#include <optional>

namespace calotype::ui {

/// What the desktop does for a program, where it does. This one stands for a desktop that does no more than to open files and
/// folders, and to ring. GUI thread; nothing here waits for an answer.
class Desktop : public QObject
{
    Q_OBJECT

public:
    /// What is to be heard with a notification.
    enum class Sound { None, Done };

    using QObject::QObject;

    /// Whether the desktop wishes for dark windows; nothing where it does not say.
    virtual std::optional<bool> wishesDark() const { return {}; }
    /// Keeps the machine from falling asleep of itself, or no longer; the user's own order to sleep is obeyed.
    virtual void keepAwake(bool awake) { Q_UNUSED(awake) }
    /// The sound is made where there are no notifications, too.
    virtual void notify(const QString &title, const QString &text, Sound sound);
    /// A sound alone: the system's bell. Whether it can be heard is the system's affair.
    virtual void playSound();
    /// Shows a file in the file manager, selected where that can be said to it; else the folder that it lies in.
    virtual void reveal(const QString &path);
    /// Has the user choose a program for a file, and opens it there; without such a question, in the usual program.
    virtual void openWith(const QString &path);

Q_SIGNALS:
    void darkWishChanged();
    /// The user pressed a notification.
    void notificationActivated();
    /// Something could not be shown or opened, and why.
    void failed(const QString &sentence);
};

} // namespace calotype::ui
