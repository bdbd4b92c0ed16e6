#pragma once

#include "ui/preferences/PreferenceTable.h"

#include <QDialog>
#include <QString>

class QListWidget;
class QStackedWidget;

namespace calotype::gallery {
class ThumbnailCache;
}

namespace calotype::models {
class ModelManager;
}

namespace calotype::ui {

class PreferencePage;
class Preferences;
class Shortcuts;

/// Shows the preferences, page by page, and changes them, each at once. It keeps nothing, and may stay open while one
/// works.
class PreferencesDialog final : public QDialog
{
    Q_OBJECT

public:
    /// None of it is owned, and all of it outlives the dialog.
    struct Parts {
        Preferences &preferences;
        models::ModelManager &manager;
        gallery::ThumbnailCache &thumbnails;
        const Shortcuts &shortcuts;
        QString modelsFolder;   ///< the program's own
        QString picturesFolder; ///< the standard one
        QString logFile;        ///< "": none
        bool canStartAnew = false; ///< the program can be started anew
    };

    explicit PreferencesDialog(const Parts &parts, QWidget *parent = nullptr);

    void showPage(PreferenceGroup group);

Q_SIGNALS:
    void rescanRequested();
    void startAnewRequested();

private:
    void addPage(PreferencePage *page);

    QListWidget *m_list;
    QStackedWidget *m_pages;
};

} // namespace calotype::ui
