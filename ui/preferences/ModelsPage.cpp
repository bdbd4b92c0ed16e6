#include "ui/preferences/ModelsPage.h"

#include "ui/preferences/FolderListEdit.h"
#include "ui/preferences/Preferences.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace calotype::ui {

ModelsPage::ModelsPage(Preferences &preferences, const QString &modelsFolder, QWidget *parent)
    : PreferencePage(preferences, PreferenceGroup::Models, tr("Models"), parent)
{
    const QString key = QStringLiteral("models/folders");
    auto *const list = new FolderListEdit(tr("Folders with models"), tr("Add a Folder with Models"), this);
    list->setObjectName(QStringLiteral("modelFolders"));
    const bool fromEnvironment = qEnvironmentVariableIsSet("CALOTYPE_MODELS_DIR");
    list->setFixed({modelsFolder}, fromEnvironment ? tr("Set by CALOTYPE_MODELS_DIR in the environment.") : tr("The program’s own folder."));
    rows()->addWidget(list);
    addAdvice(tr("Folders are looked through from the top. Of two models with one name, the first keeps it; the other is known by its path."));
    onRefresh([this, list, key] { list->setFolders(this->preferences().value(key).toStringList()); });
    connect(list, &FolderListEdit::edited, this, [this, key](const QStringList &folders) { this->preferences().set(key, folders); });

    auto *const rescan = new QPushButton(tr("&Look Again"), this);
    rescan->setObjectName(QStringLiteral("rescanModels"));
    rescan->setAutoDefault(false);
    rescan->setToolTip(tr("Look for models again"));
    rows()->addWidget(rescan, 0, Qt::AlignLeft);
    connect(rescan, &QPushButton::clicked, this, &ModelsPage::rescanRequested);
}

} // namespace calotype::ui
