#include "ui/preferences/AdvancedPage.h"

#include "ui/Form.h"
#include "ui/preferences/DiagnosticsCopy.h"
#include "ui/preferences/LogViewer.h"
#include "ui/preferences/Preferences.h"

#include <QComboBox>
#include <QDesktopServices>
#include <QFileInfo>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

namespace calotype::ui {

AdvancedPage::AdvancedPage(Preferences &preferences, models::ModelManager &manager, const QString &logFile, QWidget *parent)
    : PreferencePage(preferences, PreferenceGroup::Advanced, tr("Advanced"), parent)
    , m_diagnostics(new DiagnosticsCopy(preferences, manager, this))
    , m_logFile(logFile)
{
    QComboBox *const level = addChoice("advanced/logLevel", tr("&Log"), tr("How much is written into the log"));
    level->clear();
    level->addItem(tr("Errors"), QStringLiteral("error"));
    level->addItem(tr("Warnings too"), QStringLiteral("warn"));
    level->addItem(tr("What happens"), QStringLiteral("info"));
    level->addItem(tr("Everything"), QStringLiteral("debug"));
    onRefresh([this, level] {
        const QString word = this->preferences().value(QStringLiteral("advanced/logLevel")).toString();
        if (level->findData(word) < 0)
            level->addItem(word, word);
        level->setCurrentIndex(level->findData(word));
    });
    QPushButton *const show = addButton("showLog", tr("&Show Log…"), tr("Read the log, as it is written"), &AdvancedPage::showLog);
    QPushButton *const open = addButton("openLogFolder", tr("&Open Log Folder"), tr("Show the folder with the log’s files"), &AdvancedPage::openLogFolder);
    show->setEnabled(!m_logFile.isEmpty());
    open->setEnabled(!m_logFile.isEmpty());
    addButton("copyDiagnostics", tr("Copy &Diagnostics"), tr("Versions, devices and preferences, for those who help; no path and no prompt is in it"),
              &AdvancedPage::copyDiagnostics);
    m_note = addAdvice({});
    m_note->setObjectName(QStringLiteral("diagnosticsNote"));
    addButton("resetAll", tr("Reset &All Preferences…"), tr("Bring all pages back to what they were at first"), &AdvancedPage::askBeforeReset);

    connect(m_diagnostics, &DiagnosticsCopy::done, this, [this] { setAdvice(m_note, tr("The diagnostics are on the clipboard.")); });
}

QPushButton *AdvancedPage::addButton(const char *name, const QString &text, const QString &tip, void (AdvancedPage::*order)())
{
    auto *const button = new QPushButton(text, this);
    button->setObjectName(QLatin1String(name));
    button->setAutoDefault(false);
    button->setToolTip(tip);
    button->setAccessibleDescription(tip);
    rows()->addWidget(button, 0, Qt::AlignLeft);
    connect(button, &QPushButton::clicked, this, order);
    return button;
}

void AdvancedPage::showLog()
{
    (new LogViewer(m_logFile, this))->show();
}

void AdvancedPage::openLogFolder()
{
    QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(m_logFile).absolutePath()));
}

void AdvancedPage::copyDiagnostics()
{
    setAdvice(m_note, tr("Asking for the devices…"));
    m_diagnostics->begin();
}

void AdvancedPage::askBeforeReset()
{
    auto *const box = new QMessageBox(QMessageBox::Question, tr("Reset All Preferences?"),
                                      tr("All pages go back to what they were at first. Pictures, models and the queue stay."),
                                      QMessageBox::Cancel, this);
    box->setObjectName(QStringLiteral("resetQuestion"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton *const reset = box->addButton(tr("&Reset"), QMessageBox::DestructiveRole);
    connect(reset, &QPushButton::clicked, this, [this] { preferences().setValues({}); });
    box->open();
}

} // namespace calotype::ui
