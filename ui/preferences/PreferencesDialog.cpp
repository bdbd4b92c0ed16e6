#include "ui/preferences/PreferencesDialog.h"

#include "ui/preferences/AdvancedPage.h"
#include "ui/preferences/ComputePage.h"
#include "ui/preferences/GalleryPreferencesPage.h"
#include "ui/preferences/GeneralPage.h"
#include "ui/preferences/ModelsPage.h"
#include "ui/preferences/OutputPage.h"
#include "ui/preferences/PreviewPage.h"
#include "ui/preferences/ShortcutsPage.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QListWidget>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace calotype::ui {

PreferencesDialog::PreferencesDialog(const Parts &parts, QWidget *parent)
    : QDialog(parent)
    , m_list(new QListWidget(this))
    , m_pages(new QStackedWidget(this))
{
    setObjectName(QStringLiteral("preferences"));
    setWindowTitle(tr("Preferences"));
    m_list->setObjectName(QStringLiteral("preferencePages"));
    m_list->setAccessibleName(tr("Pages of the preferences"));
    m_list->setFixedWidth(150);
    m_list->setSpacing(2);

    auto *const general = new GeneralPage(parts.preferences, parts.canStartAnew);
    connect(general, &GeneralPage::startAnewRequested, this, &PreferencesDialog::startAnewRequested);
    addPage(general);
    addPage(new ComputePage(parts.preferences, parts.manager));
    auto *const models = new ModelsPage(parts.preferences, parts.modelsFolder);
    connect(models, &ModelsPage::rescanRequested, this, &PreferencesDialog::rescanRequested);
    addPage(models);
    addPage(new OutputPage(parts.preferences, parts.picturesFolder));
    addPage(new PreviewPage(parts.preferences, parts.modelsFolder));
    addPage(new GalleryPreferencesPage(parts.preferences, parts.thumbnails));
    addPage(new ShortcutsPage(parts.preferences, parts.shortcuts));
    addPage(new AdvancedPage(parts.preferences, parts.manager, parts.logFile));
    connect(m_list, &QListWidget::currentRowChanged, m_pages, &QStackedWidget::setCurrentIndex);
    m_list->setCurrentRow(0);

    auto *const buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *const middle = new QHBoxLayout;
    middle->addWidget(m_list);
    middle->addWidget(m_pages, 1);
    auto *const column = new QVBoxLayout(this);
    column->addLayout(middle, 1);
    column->addWidget(buttons);
    resize(720, 600);
}

void PreferencesDialog::addPage(PreferencePage *page)
{
    auto *const area = new QScrollArea;
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidget(page);
    // It scrolls upward and downward alone, in languages with long words too.
    area->setMinimumWidth(page->minimumSizeHint().width() + area->verticalScrollBar()->sizeHint().width());
    auto *const item = new QListWidgetItem(page->title(), m_list);
    item->setData(Qt::UserRole, static_cast<int>(page->group()));
    m_pages->addWidget(area);
}

void PreferencesDialog::showPage(PreferenceGroup group)
{
    for (int row = 0; row < m_list->count(); ++row) {
        if (m_list->item(row)->data(Qt::UserRole).toInt() == static_cast<int>(group))
            m_list->setCurrentRow(row);
    }
}

} // namespace calotype::ui
