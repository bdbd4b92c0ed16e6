#pragma once

#include "core/shared/SqlConnection.h"

#include <QStringList>

#include <vector>

namespace calotype::jobs {

/// A table of the queue's database, with all its columns in order.
struct TableColumns {
    QString name;
    QStringList columns;
};

/// All tables as the newest version has them, those first that others point at.
const std::vector<TableColumns> &jobTables();

/// Brings the database, new or of any earlier version, to the newest, step by step, in one transaction. PRAGMA
/// user_version holds the version.
/// @throws Failure Unsupported where it is of a newer Calotype; nothing is changed then
void migrateJobs(SqlConnection &connection);

} // namespace calotype::jobs
