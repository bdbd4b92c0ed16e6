#include "ui/preferences/PreferenceOverrides.h"

#include <QDir>

namespace calotype::ui {

PreferenceOverrides environmentOverrides()
{
    const struct {
        const char *variable;
        const char *key;
    } variables[] = {{"CALOTYPE_DEVICE", "compute/device"},
                     {"CALOTYPE_THREADS", "compute/threads"},
                     {"CALOTYPE_OUTPUT_DIR", "output/folder"},
                     {"CALOTYPE_LOG", "advanced/logLevel"}};
    PreferenceOverrides overrides;
    for (const auto &[variable, key] : variables) {
        QString value = qEnvironmentVariable(variable);
        if (value.isEmpty())
            continue;
        if (qstrcmp(key, "output/folder") == 0)
            value = QDir::cleanPath(QDir(value).absolutePath());
        overrides.insert(QLatin1String(key), {value, QLatin1String(variable)});
    }
    return overrides;
}

} // namespace calotype::ui
