#include "ui/preferences/FolderListEdit.h"

#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QListWidget>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace calotype::ui {

FolderListEdit::FolderListEdit(const QString &name, const QString &addTitle, QWidget *parent)
    : QWidget(parent)
    , m_addTitle(addTitle)
    , m_list(new QListWidget(this))
{
    m_list->setObjectName(QStringLiteral("folders"));
    m_list->setAccessibleName(name);
    m_list->setTextElideMode(Qt::ElideMiddle);
    m_list->setMinimumHeight(90);
    setFocusProxy(m_list);
    auto *const row = new QHBoxLayout;
    const auto button = [&](const char *objectName, const QString &text, auto order) {
        auto *const made = new QPushButton(text, this);
        made->setObjectName(QLatin1String(objectName));
        made->setAutoDefault(false);
        connect(made, &QPushButton::clicked, this, order);
        row->addWidget(made);
        return made;
    };
    button("addFolder", tr("&Add…"), [this] { choose(); });
    m_remove = button("removeFolder", tr("Re&move"), [this] { removeCurrent(); });
    m_up = button("moveUp", tr("&Up"), [this] { moveCurrent(-1); });
    m_down = button("moveDown", tr("Do&wn"), [this] { moveCurrent(1); });
    row->addStretch(1);
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_list);
    column->addLayout(row);
    connect(m_list, &QListWidget::currentRowChanged, this, &FolderListEdit::refreshButtons);
    refreshButtons();
}

void FolderListEdit::setFixed(const QStringList &folders, const QString &reason)
{
    const QStringList own = this->folders();
    m_fixed = folders;
    m_fixedReason = reason;
    fill(own, 0);
}

void FolderListEdit::setFolders(const QStringList &folders)
{
    if (folders != this->folders())
        fill(folders, m_list->currentRow());
}

QStringList FolderListEdit::folders() const
{
    QStringList folders;
    for (int row = static_cast<int>(m_fixed.size()); row < m_list->count(); ++row)
        folders << m_list->item(row)->data(Qt::UserRole).toString();
    return folders;
}

void FolderListEdit::fill(const QStringList &folders, int current)
{
    {
        const QSignalBlocker quiet(m_list);
        m_list->clear();
        for (const QString &folder : m_fixed + folders) {
            auto *const item = new QListWidgetItem(QDir::toNativeSeparators(folder), m_list);
            item->setData(Qt::UserRole, folder);
            const bool isFixed = m_list->count() <= m_fixed.size();
            item->setToolTip(isFixed ? m_fixedReason : !QDir(folder).exists() ? tr("This folder is not there.") : folder);
        }
        m_list->setCurrentRow(std::min(current, m_list->count() - 1));
    }
    refreshButtons();
}

void FolderListEdit::addFolder(const QString &folder)
{
    const QString clean = QDir::cleanPath(QDir(folder).absolutePath());
    QStringList own = folders();
    if (own.contains(clean) || m_fixed.contains(clean))
        return;
    own << clean;
    fill(own, m_list->count());
    Q_EMIT edited(own);
}

void FolderListEdit::choose()
{
    auto *const dialog = new QFileDialog(this, m_addTitle);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, &FolderListEdit::addFolder);
    dialog->open();
}

void FolderListEdit::removeCurrent()
{
    const int row = m_list->currentRow();
    QStringList own = folders();
    own.removeAt(row - m_fixed.size());
    fill(own, row);
    Q_EMIT edited(own);
}

void FolderListEdit::moveCurrent(int by)
{
    const int row = m_list->currentRow();
    QStringList own = folders();
    own.move(row - m_fixed.size(), row - m_fixed.size() + by);
    fill(own, row + by);
    Q_EMIT edited(own);
}

void FolderListEdit::refreshButtons()
{
    const int row = m_list->currentRow();
    const bool isOwn = row >= m_fixed.size();
    m_remove->setEnabled(isOwn);
    m_up->setEnabled(row > m_fixed.size());
    m_down->setEnabled(isOwn && row < m_list->count() - 1);
}

} // namespace calotype::ui
