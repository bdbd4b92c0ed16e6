#pragma once

#include "core/jobs/Job.h"

#include <QHash>

#include <memory>
#include <utility>
#include <vector>

namespace calotype::jobs {

/// Jobs in their order, found by row and by id. Each job's position is a number between those of its neighbours, far
/// apart, so that a job put between two others changes no other's; only when there is no number left between two are
/// all numbered anew.
class JobList
{
public:
    /// The positions that changed, for the database.
    using Positions = std::vector<std::pair<qint64, qint64>>;

    int count() const { return static_cast<int>(m_jobs.size()); }
    const Job *at(int row) const;
    Job *at(int row);
    Job *find(qint64 id);
    int rowOf(qint64 id) const;
    /// The first row in which a job waits; -1: none does.
    int firstWaiting() const;
    int waitingCount() const { return m_waiting; }
    /// Of a job in this list; its state is written in no other way, since those that wait are counted.
    void setState(Job &job, JobState state);

    /// Takes over jobs that are in order, with their positions, in place of all.
    void assign(std::vector<Job> jobs);
    /// Puts jobs before @p row and gives them positions, in @p jobs too. @return what changed beside them
    Positions insert(int row, std::vector<Job> &jobs);
    /// Puts the jobs with these ids, in their order in the list, before @p before; 0 or unknown: at the end.
    Positions move(const std::vector<qint64> &ids, qint64 before);
    /// Removes rows first…last.
    void remove(int first, int last);

private:
    Positions place(int row, std::vector<std::unique_ptr<Job>> jobs);
    Positions renumber();

    std::vector<std::unique_ptr<Job>> m_jobs;
    int m_waiting = 0; ///< jobs in state Queued
    mutable QHash<qint64, int> m_rows;
    mutable bool m_rowsKnown = true;
};

} // namespace calotype::jobs
