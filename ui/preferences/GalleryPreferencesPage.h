#pragma once

#include "ui/Background.h"
#include "ui/preferences/PreferencePage.h"

namespace calotype::gallery {
class ThumbnailCache;
}

namespace calotype::ui {

/// What the gallery watches, and what it keeps on disk.
class GalleryPreferencesPage final : public PreferencePage
{
    Q_OBJECT

public:
    /// @param thumbnails  outlives the page
    GalleryPreferencesPage(Preferences &preferences, gallery::ThumbnailCache &thumbnails, QWidget *parent = nullptr);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void count();

    gallery::ThumbnailCache &m_thumbnails;
    QLabel *m_used;
    Background m_background{1}; ///< last: ends first
};

} // namespace calotype::ui
