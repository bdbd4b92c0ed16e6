#include "ui/preferences/GalleryPreferencesPage.h"

#include "core/gallery/ThumbnailCache.h"
#include "ui/Form.h"
#include "ui/preferences/FolderListEdit.h"
#include "ui/preferences/Preferences.h"

#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace calotype::ui {

GalleryPreferencesPage::GalleryPreferencesPage(Preferences &preferences, gallery::ThumbnailCache &thumbnails, QWidget *parent)
    : PreferencePage(preferences, PreferenceGroup::Gallery, tr("Gallery"), parent)
    , m_thumbnails(thumbnails)
{
    const QString key = QStringLiteral("gallery/folders");
    auto *const list = new FolderListEdit(tr("Other folders with pictures"), tr("Add a Folder with Pictures"), this);
    list->setObjectName(QStringLiteral("watchedFolders"));
    rows()->addWidget(labelled(tr("&Other folders with pictures"), list, tr("They are listed beside the pictures folder, and watched")));
    onRefresh([this, list, key] { list->setFolders(this->preferences().value(key).toStringList()); });
    connect(list, &FolderListEdit::edited, this, [this, key](const QStringList &folders) { this->preferences().set(key, folders); });

    QSpinBox *const limit = addNumber("gallery/thumbnailMegabytes", tr("Room for &small pictures"),
                                      tr("What was not looked at for longest is dropped, and made again when it is needed"), 16, 65536);
    limit->setSuffix(tr(" MB"));
    m_used = addAdvice({});
    m_used->setObjectName(QStringLiteral("thumbnailsUsed"));
    auto *const clear = new QPushButton(tr("Clear Small &Pictures"), this);
    clear->setObjectName(QStringLiteral("clearThumbnails"));
    clear->setAutoDefault(false);
    clear->setToolTip(tr("They are made again when they are needed"));
    rows()->addWidget(clear, 0, Qt::AlignLeft);
    connect(clear, &QPushButton::clicked, this, [this] {
        m_background.run([&cache = m_thumbnails] { cache.clear(); return true; }, [this](bool) { count(); });
    });
}

void GalleryPreferencesPage::showEvent(QShowEvent *event)
{
    PreferencePage::showEvent(event);
    count();
}

void GalleryPreferencesPage::count()
{
    m_background.run([&cache = m_thumbnails] { return cache.usedBytes(); }, [this](qint64 bytes) {
        setAdvice(m_used, tr("They take %1 now.").arg(QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat)));
    });
}

} // namespace calotype::ui
