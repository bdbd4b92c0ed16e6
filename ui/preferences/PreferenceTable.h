#pragma once

#include "ui/preferences/PreferenceValues.h"

#include <QVariant>

#include <functional>
#include <vector>

namespace calotype::ui {

/// Which page of the preferences a key stands on.
enum class PreferenceGroup { General, Compute, Models, Output, Preview, Gallery, Shortcuts, Advanced };

/// One preference: its name in the settings file, and the way between its value and what stands there.
struct PreferenceKey {
    QString name; ///< "compute/threads"
    PreferenceGroup group;
    /// Of the default values: the default.
    std::function<QVariant(const PreferenceValues &)> read;
    /// Numbers are brought within their bounds. @return false, with @p values unchanged, for what is no value of this key
    std::function<bool(PreferenceValues &values, const QVariant &given)> write;
};

/// All of them.
const std::vector<PreferenceKey> &preferenceTable();
/// The key of a name, or null.
const PreferenceKey *preferenceKey(const QString &name);

/// "off", "rgb", "taesd"; anything else is Taesd, which is LatentRgb where there is no decoder.
PreviewMethod previewMethodOf(const QString &word);
QString previewMethodWord(PreviewMethod method);

/// The most threads that can be chosen: the processors of this machine.
int threadsMost();

} // namespace calotype::ui
