#pragma once

#include <QObject>
#include <QString>

#include <optional>

namespace calotype::ui {

/// What the desktop does for a program, where it does. This one stands for a desktop that does nothing. GUI thread;
/// nothing here waits for an answer.
class Desktop : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Whether the desktop wishes for dark windows; nothing where it does not say.
    virtual std::optional<bool> wishesDark() const { return {}; }
    /// Keeps the machine from falling asleep of itself, or no longer; the user's own order to sleep is obeyed.
    virtual void keepAwake(bool awake) { Q_UNUSED(awake) }
    virtual void notify(const QString &title, const QString &text)
    {
        Q_UNUSED(title)
        Q_UNUSED(text)
    }

Q_SIGNALS:
    void darkWishChanged();
    /// The user pressed a notification.
    void notificationActivated();
};

} // namespace calotype::ui
