#pragma once

#include "core/engine/GenerationBackend.h"
#include "ui/preferences/PreferencePage.h"

#include <vector>

namespace calotype::models {
class ModelManager;
}

namespace calotype::ui {

/// The log, what to tell those who help, and back to the start.
class AdvancedPage final : public PreferencePage
{
    Q_OBJECT

public:
    /// @param logFile  "": the log is not kept
    AdvancedPage(Preferences &preferences, models::ModelManager &manager, const QString &logFile, QWidget *parent = nullptr);

private:
    void copyDiagnostics();
    void askBeforeReset();
    QPushButton *addButton(const char *name, const QString &text, const QString &tip, void (AdvancedPage::*order)());
    void openLogFolder();
    void showLog();

    models::ModelManager &m_manager;
    QString m_logFile;
    QLabel *m_note = nullptr;
    bool m_copying = false; ///< the devices are asked for
};

} // namespace calotype::ui
