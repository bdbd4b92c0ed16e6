#pragma once

#include "core/base/Error.h"

#include <QString>

namespace calotype::ui {

/// What kind of failure it is, in the language of the window: "Der Datenträger ist voll." It stands over core's sentence, which
/// is English; "" where the window speaks English, and the sentence says it all.
QString errorHeadline(ErrorCode code);

/// The headline and core's sentence on one line, for places that show one text.
QString errorWords(const Error &error);

} // namespace calotype::ui
