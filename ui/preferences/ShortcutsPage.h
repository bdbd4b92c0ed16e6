#pragma once

#include "ui/preferences/PreferencePage.h"

class QKeySequenceEdit;
class QPushButton;
class QTreeWidget;

namespace calotype::ui {

class Shortcuts;

/// All orders with their keys, which can be changed. A key that another order has is refused, with that order's name.
class ShortcutsPage final : public PreferencePage
{
    Q_OBJECT

public:
    /// @param shortcuts  outlives the page
    ShortcutsPage(Preferences &preferences, const Shortcuts &shortcuts, QWidget *parent = nullptr);

private:
    void showKeys();
    void showCurrent();
    void assign();
    void reset();

    const Shortcuts &m_shortcuts;
    QTreeWidget *m_list;
    QKeySequenceEdit *m_key;
    QLabel *m_conflict;
    QPushButton *m_remove;
    QPushButton *m_reset;
};

} // namespace calotype::ui
