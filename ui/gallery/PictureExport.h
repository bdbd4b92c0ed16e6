#pragma once

#include "core/base/Result.h"
#include "core/gallery/PictureFile.h"

#include <QString>
#include <QStringList>

#include <stop_token>

namespace calotype::ui {

/// Puts a copy of a picture file at @p to, byte for byte where the ending stays. With the ending of another format (png,
/// jpg, jpeg, webp) the pixels are written anew, and what the file says of its making goes along in the form of that
/// format: see gallery::convertPicture(). What is at @p to is replaced, whole or not at all. Any thread.
/// @return NotFound, DiskFull, Io; WrongUse for an ending that is none of these; as gallery::convertPicture()
Result<gallery::Carried> exportPicture(const QString &from, const QString &to);

/// Copies picture files into a folder, each under its own name, or with a number after it where the name is taken; stops
/// at the first that fails, and before the next where @p stop asks for it. Any thread.
/// @return NotFound, DiskFull, Io; Cancelled
Result<void> exportInto(const QStringList &from, const QString &folder, const std::stop_token &stop);

} // namespace calotype::ui
