#pragma once

#include <QString>
#include <QStringList>

#include <optional>

class QSettings;

namespace calotype::ui {

/// The prompts that were used before, the oldest first, and a walk through them. What was being written when the walk
/// began comes back at its end; a prompt that was changed on the way is what is being written now.
class PromptHistory
{
public:
    static constexpr int kMost = 200;

    /// @param key  where the settings keep it
    explicit PromptHistory(QString key);

    const QStringList &prompts() const { return m_prompts; }
    /// Adds what was used, unless it is empty or was used just before; the walk is over with that.
    void add(const QString &prompt);

    /// One step back or on from @p current, what the field shows. @return nothing at the ends
    std::optional<QString> older(const QString &current);
    std::optional<QString> newer(const QString &current);

    void restore(const QSettings &store);
    void store(QSettings &store) const;

private:
    void begin(const QString &current);

    QString m_key;
    QStringList m_prompts;
    qsizetype m_at = 0; ///< of the walk; size(): what is being written
    QString m_unfinished;
};

} // namespace calotype::ui
