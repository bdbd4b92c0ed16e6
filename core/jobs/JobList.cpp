#include "core/jobs/JobList.h"

#include <algorithm>
#include <iterator>
#include <unordered_set>

namespace calotype::jobs {

namespace {

// Between neighbours. Leaves room for twenty jobs put one after the other into the same place at its worst.
constexpr qint64 kGap = qint64{1} << 20;

int countWaiting(const std::vector<Job> &jobs)
{
    return static_cast<int>(std::count_if(jobs.begin(), jobs.end(), [](const Job &job) { return job.state == JobState::Queued; }));
}

} // namespace

const Job *JobList::at(int row) const
{
    return row >= 0 && row < count() ? m_jobs[static_cast<std::size_t>(row)].get() : nullptr;
}

Job *JobList::at(int row)
{
    return row >= 0 && row < count() ? m_jobs[static_cast<std::size_t>(row)].get() : nullptr;
}

Job *JobList::find(qint64 id)
{
    return at(rowOf(id));
}

int JobList::rowOf(qint64 id) const
{
    if (!m_rowsKnown) {
        m_rows.clear();
        m_rows.reserve(count());
        for (int row = 0; row < count(); ++row)
            m_rows.insert(at(row)->id, row);
        m_rowsKnown = true;
    }
    return m_rows.value(id, -1);
}

int JobList::firstWaiting() const
{
    const auto found = std::find_if(m_jobs.begin(), m_jobs.end(), [](const auto &job) { return job->state == JobState::Queued; });
    return found == m_jobs.end() ? -1 : static_cast<int>(found - m_jobs.begin());
}

void JobList::setState(Job &job, JobState state)
{
    m_waiting += (state == JobState::Queued ? 1 : 0) - (job.state == JobState::Queued ? 1 : 0);
    job.state = state;
}

void JobList::assign(std::vector<Job> jobs)
{
    m_waiting = countWaiting(jobs);
    m_jobs.clear();
    for (Job &job : jobs)
        m_jobs.push_back(std::make_unique<Job>(std::move(job)));
    m_rowsKnown = false;
}

JobList::Positions JobList::insert(int row, std::vector<Job> &jobs)
{
    m_waiting += countWaiting(jobs);
    std::vector<std::unique_ptr<Job>> placed;
    for (const Job &job : jobs)
        placed.push_back(std::make_unique<Job>(job));
    Positions changed = place(row, std::move(placed));
    for (std::size_t i = 0; i < jobs.size(); ++i)
        jobs[i].position = m_jobs[static_cast<std::size_t>(row) + i]->position;
    // Their own positions are in jobs already, unless all were numbered anew.
    if (changed.size() == jobs.size())
        changed.clear();
    return changed;
}

JobList::Positions JobList::move(const std::vector<qint64> &ids, qint64 before)
{
    const std::unordered_set<qint64> chosen(ids.begin(), ids.end());
    // The target may be moved itself: then the next that stays is meant.
    int target = before > 0 ? rowOf(before) : -1;
    while (target >= 0 && target < count() && chosen.contains(at(target)->id))
        ++target;
    if (target < 0)
        target = count();

    std::vector<std::unique_ptr<Job>> moved, kept;
    int row = 0;
    for (int i = 0; i < count(); ++i) {
        auto &job = m_jobs[static_cast<std::size_t>(i)];
        if (i == target)
            row = static_cast<int>(kept.size());
        (chosen.contains(job->id) ? moved : kept).push_back(std::move(job));
    }
    if (target == count())
        row = static_cast<int>(kept.size());
    m_jobs = std::move(kept);
    m_rowsKnown = false;
    return moved.empty() ? Positions{} : place(row, std::move(moved));
}

void JobList::remove(int first, int last)
{
    const auto begin = m_jobs.begin() + first;
    const auto end = m_jobs.begin() + last + 1;
    m_waiting -= static_cast<int>(std::count_if(begin, end, [](const auto &job) { return job->state == JobState::Queued; }));
    m_jobs.erase(begin, end);
    m_rowsKnown = false;
}

JobList::Positions JobList::place(int row, std::vector<std::unique_ptr<Job>> jobs)
{
    const auto number = static_cast<qint64>(jobs.size());
    const bool first = row == 0;
    const bool last = row == count();
    qint64 low = first ? 0 : at(row - 1)->position;
    qint64 high = last ? low + kGap * (number + 1) : at(row)->position;
    if (first && !last)
        low = high - kGap * (number + 1);
    const qint64 step = (high - low) / (number + 1);

    Positions changed;
    for (auto &job : jobs) {
        job->position = low += step;
        changed.emplace_back(job->id, job->position);
    }
    m_jobs.insert(m_jobs.begin() + row, std::make_move_iterator(jobs.begin()), std::make_move_iterator(jobs.end()));
    m_rowsKnown = false;
    return step > 0 ? changed : renumber();
}

JobList::Positions JobList::renumber()
{
    Positions changed;
    qint64 position = 0;
    for (auto &job : m_jobs) {
        job->position = position += kGap;
        changed.emplace_back(job->id, job->position);
    }
    return changed;
}

} // namespace calotype::jobs
