#pragma once

#include "ui/preferences/PreferencePage.h"

class QLabel;

namespace calotype::ui {

/// Where pictures go, what they are called, and how they are written.
class OutputPage final : public PreferencePage
{
    Q_OBJECT

public:
    /// @param standardFolder  where pictures go as long as no other folder is chosen
    OutputPage(Preferences &preferences, const QString &standardFolder, QWidget *parent = nullptr);

private:
    void addFolder();
    void addName();
    void chooseFolder();
    QString sample() const;

    QString m_standardFolder;
};

} // namespace calotype::ui
