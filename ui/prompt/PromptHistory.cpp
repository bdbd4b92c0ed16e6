#include "ui/prompt/PromptHistory.h"

#include <QSettings>

#include <utility>

namespace calotype::ui {

PromptHistory::PromptHistory(QString key)
    : m_key(std::move(key))
{
}

void PromptHistory::add(const QString &prompt)
{
    const bool isNew = m_prompts.isEmpty() || m_prompts.last() != prompt;
    if (!prompt.trimmed().isEmpty() && isNew) {
        m_prompts << prompt;
        if (m_prompts.size() > kMost)
            m_prompts.remove(0, m_prompts.size() - kMost);
    }
    m_at = m_prompts.size();
    m_unfinished.clear();
}

void PromptHistory::begin(const QString &current)
{
    if (m_at < m_prompts.size() && m_prompts[m_at] == current)
        return;
    m_at = m_prompts.size();
    m_unfinished = current;
}

std::optional<QString> PromptHistory::older(const QString &current)
{
    begin(current);
    qsizetype at = m_at - 1;
    while (at >= 0 && m_prompts[at] == current) // what is shown already would look like a dead key
        --at;
    if (at < 0)
        return {};
    m_at = at;
    return m_prompts[m_at];
}

std::optional<QString> PromptHistory::newer(const QString &current)
{
    begin(current);
    if (m_at == m_prompts.size())
        return {};
    do
        ++m_at;
    while (m_at < m_prompts.size() && m_prompts[m_at] == current);
    return m_at == m_prompts.size() ? m_unfinished : m_prompts[m_at];
}

void PromptHistory::restore(const QSettings &store)
{
    m_prompts = store.value(m_key).toStringList();
    if (m_prompts.size() > kMost)
        m_prompts.remove(0, m_prompts.size() - kMost);
    m_at = m_prompts.size();
    m_unfinished.clear();
}

void PromptHistory::store(QSettings &store) const
{
    store.setValue(m_key, m_prompts);
}

} // namespace calotype::ui
