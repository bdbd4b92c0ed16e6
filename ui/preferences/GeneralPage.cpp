#include "ui/preferences/GeneralPage.h"

#include "ui/Language.h"
#include "ui/preferences/Preferences.h"

#include <QComboBox>
#include <QPushButton>
#include <QVBoxLayout>

namespace calotype::ui {

GeneralPage::GeneralPage(Preferences &preferences, bool canStartAnew, QWidget *parent)
    : PreferencePage(preferences, PreferenceGroup::General, tr("General"), parent)
{
    QComboBox *const language = addChoice("program/language", tr("&Language"), tr("Language of the window"));
    language->clear();
    language->addItem(tr("System"), QStringLiteral("system"));
    for (const Language &each : languages())
        language->addItem(each.name, each.code);
    onRefresh([this, language] {
        language->setCurrentIndex(language->findData(this->preferences().value(QStringLiteral("program/language"))));
    });
    addAdvice(tr("A change of the language takes effect with the next start."));
    auto *const anew = new QPushButton(tr("&Start Calotype Anew"), this);
    anew->setObjectName(QStringLiteral("startAnew"));
    anew->setAutoDefault(false);
    anew->setToolTip(tr("Close the window and open it in the chosen language; the queue and all settings are kept"));
    rows()->addWidget(anew, 0, Qt::AlignLeft);
    connect(anew, &QPushButton::clicked, this, &GeneralPage::startAnewRequested);
    onRefresh([this, anew, canStartAnew] {
        anew->setVisible(canStartAnew && isOtherLanguage(this->preferences().value(QStringLiteral("program/language")).toString()));
    });
#ifndef Q_OS_MACOS // there the system dresses the program
    QComboBox *const theme = addChoice("program/theme", tr("&Theme"), tr("Colours of the window"));
    theme->clear();
    theme->addItem(tr("System"), QStringLiteral("system"));
    theme->addItem(tr("Light"), QStringLiteral("light"));
    theme->addItem(tr("Dark"), QStringLiteral("dark"));
    onRefresh([this, theme] { theme->setCurrentIndex(theme->findData(this->preferences().value(QStringLiteral("program/theme")))); });
    // MacDesktop sends no notifications.
    addFlag("program/notifyWhenDone", tr("&Notify when pictures are done"),
            tr("By the desktop’s notifications, where another window is the active one"));
#endif
    addFlag("program/soundWhenDone", tr("&Play a sound when the queue is done and the window is not in front"),
            tr("The desktop’s own sound for what is done, or else its bell"));
    addFlag("program/confirmTrash", tr("&Ask before moving pictures to the trash"), tr("Undo brings them back in any case"));
    addFlag("program/restoreSession", tr("&Bring back the last prompt and settings at the next start"),
            tr("And the start image; otherwise each start begins with an empty prompt and the model’s defaults. The queue and the "
               "gallery stay in any case"));
}

} // namespace calotype::ui
