#include "ui/preferences/GeneralPage.h"

#include "ui/Language.h"
#include "ui/preferences/Preferences.h"

#include <QComboBox>

namespace calotype::ui {

GeneralPage::GeneralPage(Preferences &preferences, QWidget *parent)
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
#ifndef Q_OS_MACOS // there the system dresses the program
    QComboBox *const theme = addChoice("program/theme", tr("&Theme"), tr("Colours of the window"));
    theme->clear();
    theme->addItem(tr("System"), QStringLiteral("system"));
    theme->addItem(tr("Light"), QStringLiteral("light"));
    theme->addItem(tr("Dark"), QStringLiteral("dark"));
    onRefresh([this, theme] { theme->setCurrentIndex(theme->findData(this->preferences().value(QStringLiteral("program/theme")))); });
    // MacDesktop sends no notifications.
    addFlag("program/notifyWhenDone", tr("&Notify when pictures are done"),
            tr("By the desktop's notifications, where another window is the active one"));
#endif
    addFlag("program/confirmTrash", tr("&Ask before moving pictures to the trash"), tr("Undo brings them back in any case"));
}

} // namespace calotype::ui
