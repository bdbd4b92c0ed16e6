#pragma once

#include <QDate>
#include <QHash>
#include <QVector>

namespace calotype::ui {

/// Finds where the days change in a list of pictures that is in the order of its dates, while knowing the dates of a
/// few only: it samples the list, and looks closer only between neighbours of different days. Some rounds of asking
/// and telling settle 100,000 pictures of 300 days with a few thousand dates.
class DayFinder final
{
public:
    struct Day {
        int first = 0; ///< place in the list
        QDate date;

        bool operator==(const Day &) const = default;
    };

    /// Begins with another list. What is known of pictures that are in both is kept.
    void start(const QVector<qint64> &ids);
    void tell(qint64 id, QDate date) { m_known.insert(id, date); }
    /// Forgets the dates, as they may have changed.
    void forget(const QVector<qint64> &ids);

    /// Looks how far what is known reaches. @return the ids whose dates it needs next; none: it is done
    QVector<qint64> advance();
    bool isDone() const { return m_done; }

    /// In order of place, once it is done.
    const QVector<Day> &days() const { return m_days; }

private:
    void explore(int first, int last, QVector<qint64> &wanted);

    QVector<qint64> m_ids;
    QHash<qint64, QDate> m_known;
    QVector<Day> m_days;
    bool m_done = true;
};

} // namespace calotype::ui
