#pragma once

#include "core/base/Error.h"

#include <QString>

namespace calotype::ui {

/// What kind of failure it is, in the language of the window: "Der Datenträger ist voll." It stands over core's sentence, which
/// is English; "" where the window speaks English, and the sentence says it all.
QString errorHeadline(ErrorCode code);

/// As errorHeadline() of its code; "" where the sentence is the window's own.
QString errorHeadline(const Error &error);

/// The headline and core's sentence on one line, for places that show one text; of the window's own the sentence alone.
QString errorWords(const Error &error);

/// An error whose sentence is the window's own, by tr(). Any thread.
Error worded(ErrorCode code, const QString &sentence, const QString &detail = {});

} // namespace calotype::ui
