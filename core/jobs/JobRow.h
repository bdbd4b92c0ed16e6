#pragma once

#include "core/jobs/Job.h"
#include "core/shared/SqlConnection.h"

#include <QString>
#include <QVariant>

namespace calotype::jobs {

/// The columns that readJobRow() expects, in its order, for a SELECT from jobs.
extern const char *const kJobColumns;

/// The job of a row, without pictures and resume point. One whose settings cannot be read is failed, and says so.
Job readJobRow(const SqlConnection::Rows &row);

/// JSON of the job's model and of its request, without pictures.
QString modelText(const Job &job);
QString requestText(const Job &job);

/// Milliseconds since 1970, UTC; null for a time that is not.
QVariant timeValue(const QDateTime &time);

} // namespace calotype::jobs
