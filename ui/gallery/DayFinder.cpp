#include "ui/gallery/DayFinder.h"

#include <algorithm>

namespace calotype::ui {

namespace {

constexpr int kParts = 8;          ///< that a stretch with two days is cut into
constexpr int kSamples = 512;      ///< of the whole list
constexpr int kMostKnown = 50'000; ///< dates kept from list to list

} // namespace

void DayFinder::start(const QVector<qint64> &ids)
{
    if (m_known.size() > kMostKnown)
        m_known.clear();
    m_ids = ids;
    m_days.clear();
    m_done = false;
}

void DayFinder::forget(const QVector<qint64> &ids)
{
    for (const qint64 id : ids)
        m_known.remove(id);
}

QVector<qint64> DayFinder::advance()
{
    QVector<qint64> wanted;
    m_days.clear();
    const int count = static_cast<int>(m_ids.size());
    if (count > 0) {
        const int step = std::max(1, count / kSamples);
        for (int at = 0; at < count; at += step) {
            if (!m_known.contains(m_ids[at]))
                wanted.append(m_ids[at]);
        }
        if (!m_known.contains(m_ids.last()))
            wanted.append(m_ids.last());
        if (wanted.isEmpty()) {
            m_days.append({0, m_known.value(m_ids.first())});
            for (int at = 0; at < count - 1; at += step)
                explore(at, std::min(at + step, count - 1), wanted);
        }
    }
    m_done = wanted.isEmpty();
    return wanted;
}

/// Between two places whose dates are known.
void DayFinder::explore(int first, int last, QVector<qint64> &wanted)
{
    const QDate from = m_known.value(m_ids[first]);
    const QDate to = m_known.value(m_ids[last]);
    if (from == to)
        return;
    if (last - first == 1) {
        m_days.append({last, to});
        return;
    }
    const int step = std::max(1, (last - first) / kParts);
    const qsizetype before = wanted.size();
    for (int at = first + step; at < last; at += step) {
        if (!m_known.contains(m_ids[at]))
            wanted.append(m_ids[at]);
    }
    if (wanted.size() > before)
        return;
    for (int at = first; at < last; at += step)
        explore(at, std::min(at + step, last), wanted);
}

} // namespace calotype::ui
