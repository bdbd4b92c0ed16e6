#pragma once

#include "core/shared/SqlConnection.h"

#include <QString>

namespace calotype::jobs {

/// Moves a database and its log out of the way: NAME.damaged-YYYYMMDD-HHMMSS.ENDING beside it, a name that is free.
/// @return where it is now
/// @throws Failure Io where it cannot be renamed
QString setAside(const QString &path);

/// Copies what can still be read of the database @p damaged, row by row, into @p target, which has the tables and no
/// rows. Rows behind a bad page are reached from the other end, or one by one. @p damaged is not written to.
/// @return the number of jobs that were read
/// @throws Failure for what goes wrong with @p target alone
int salvageJobs(const QString &damaged, SqlConnection &target);

} // namespace calotype::jobs
