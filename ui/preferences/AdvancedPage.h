#pragma once

#include "ui/preferences/PreferencePage.h"

namespace calotype::models {
class ModelManager;
}

namespace calotype::ui {

class DiagnosticsCopy;

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

    DiagnosticsCopy *m_diagnostics;
    QString m_logFile;
    QLabel *m_note = nullptr;
};

} // namespace calotype::ui
