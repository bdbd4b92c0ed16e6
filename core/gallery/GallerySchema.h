#pragma once

#include "core/shared/SqlConnection.h"

namespace calotype::gallery {

/// What image.shelf says: where a picture belongs.
enum class Shelf {
    Shown = 0,
    Trashed = 1, ///< its folder and name are those in the trash; gallery_trash has the original place
    Gone = 2,    ///< no file; the row is kept, as the file may turn up elsewhere
};

/// Makes our tables, or brings older ones up to date, in one transaction. The version stands in a table of ours, since
/// PRAGMA user_version belongs to the file and others may have tables in it.
/// @return whether there were none
/// @throws Failure Unsupported if a newer program made them
bool migrateGallery(SqlConnection &connection);

} // namespace calotype::gallery
