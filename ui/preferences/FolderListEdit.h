#pragma once

#include <QStringList>
#include <QWidget>

class QListWidget;
class QPushButton;

namespace calotype::ui {

/// A list of folders whose order counts: add, remove, and move up and down. The first few may be fixed.
class FolderListEdit final : public QWidget
{
    Q_OBJECT

public:
    /// @param name  of the list, for those who hear it
    FolderListEdit(const QString &name, const QString &addTitle, QWidget *parent = nullptr);

    /// Shown above the list's own, and not to be changed here; each with a word on why.
    void setFixed(const QStringList &folders, const QString &reason);
    void setFolders(const QStringList &folders);
    QStringList folders() const;

public Q_SLOTS:
    /// Puts a folder at the end, unless it is there.
    void addFolder(const QString &folder);

Q_SIGNALS:
    void edited(const QStringList &folders);

private:
    void choose();
    void removeCurrent();
    void moveCurrent(int by);
    void refreshButtons();
    void fill(const QStringList &folders, int current);

    QString m_addTitle;
    QStringList m_fixed;
    QString m_fixedReason;
    QListWidget *m_list;
    QPushButton *m_remove;
    QPushButton *m_up;
    QPushButton *m_down;
};

} // namespace calotype::ui
