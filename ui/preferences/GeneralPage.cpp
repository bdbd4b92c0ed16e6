#include "ui/preferences/GeneralPage.h"

#include "ui/Language.h"
#include "ui/preferences/Preferences.h"

#include <QComboBox>

namespace calotype::ui {

GeneralPage::GeneralPage(Preferences &preferences, QWidget *parent)
    : PreferencePage(preferences, PreferenceGroup::General, tr("General"), parent)
{
    QComboBox *const language = addChoice("general/language", tr("&Language"), tr("Language of the window"));
    language->clear();
    language->addItem(tr("System"), QStringLiteral("system"));
    for (const Language &each : languages())
        language->addItem(each.name, each.code);
    onRefresh([this, language] {
        language->setCurrentIndex(language->findData(this->preferences().value(QStringLiteral("general/language"))));
    });
    addAdvice(tr("A change of the language takes effect with the next start."));
#ifndef Q_OS_MACOS // there the system dresses the program
    QComboBox *const theme = addChoice("general/theme", tr("&Theme"), tr("Colours of the window"));
    theme->clear();
    theme->addItem(tr("System"), QStringLiteral("system"));
    theme->addItem(tr("Light"), QStringLiteral("light"));
    theme->addItem(tr("Dark"), QStringLiteral("dark"));
    onRefresh([this, theme] { theme->setCurrentIndex(theme->findData(this->preferences().value(QStringLiteral("general/theme")))); });
    // MacDesktop sends no notifications.
    addFlag("general/notifyWhenDone", tr("&Notify when pictures are done"),
            tr("By the desktop's notifications, where another window is the active one"));
#endif
    addFlag("general/confirmTrash", tr("&Ask before moving pictures to the trash"), tr("Undo brings them back in any case"));
}

} // namespace calotype::ui
