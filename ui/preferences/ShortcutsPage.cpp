#include "ui/preferences/ShortcutsPage.h"

#include "ui/Form.h"
#include "ui/preferences/Preferences.h"
#include "ui/preferences/Shortcuts.h"

#include <QHeaderView>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace calotype::ui {

ShortcutsPage::ShortcutsPage(Preferences &preferences, const Shortcuts &shortcuts, QWidget *parent)
    : PreferencePage(preferences, PreferenceGroup::Shortcuts, tr("Shortcuts"), parent)
    , m_shortcuts(shortcuts)
    , m_list(new QTreeWidget(this))
    , m_key(new QKeySequenceEdit(this))
    , m_conflict(adviceLabel(this))
    , m_remove(new QPushButton(tr("Re&move"), this))
    , m_reset(new QPushButton(tr("R&eset"), this))
{
    m_list->setObjectName(QStringLiteral("shortcutList"));
    m_list->setAccessibleName(tr("Orders and their keys"));
    m_list->setHeaderLabels({tr("Order"), tr("Keys")});
    m_list->setRootIsDecorated(false);
    m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_list->setMinimumHeight(220);
    for (const Shortcuts::Order &order : m_shortcuts.orders())
        new QTreeWidgetItem(m_list, {order.title, {}});
    rows()->addWidget(m_list, 1);

    m_key->setObjectName(QStringLiteral("shortcutKey"));
    rows()->addWidget(labelled(tr("New &key"), m_key, tr("Press the new keys for the order")));
    if (auto *const field = m_key->findChild<QLineEdit *>()) // the part of it that screen readers meet
        field->setAccessibleName(m_key->accessibleName());
    m_conflict->setObjectName(QStringLiteral("shortcutConflict"));
    rows()->addWidget(m_conflict);
    auto *const buttons = sideBySide();
    m_remove->setObjectName(QStringLiteral("shortcutRemove"));
    m_remove->setToolTip(tr("The order has no key any more"));
    m_reset->setObjectName(QStringLiteral("shortcutReset"));
    m_reset->setToolTip(tr("The keys that the order had at first"));
    for (QPushButton *const button : {m_remove, m_reset}) {
        button->setAutoDefault(false);
        buttons->addWidget(button);
    }
    rows()->addLayout(buttons);

    connect(m_list, &QTreeWidget::currentItemChanged, this, &ShortcutsPage::showCurrent);
    connect(m_key, &QKeySequenceEdit::editingFinished, this, &ShortcutsPage::assign);
    connect(m_remove, &QPushButton::clicked, this, [this] {
        const auto &order = m_shortcuts.orders()[static_cast<std::size_t>(m_list->indexOfTopLevelItem(m_list->currentItem()))];
        PreferenceValues values = this->preferences().values();
        values.shortcuts = m_shortcuts.with(values.shortcuts, order, {});
        this->preferences().setValues(values);
    });
    connect(m_reset, &QPushButton::clicked, this, &ShortcutsPage::reset);
    onRefresh([this] { showKeys(); });
    if (m_list->topLevelItemCount() > 0)
        m_list->setCurrentItem(m_list->topLevelItem(0));
    showCurrent();
}

void ShortcutsPage::showKeys()
{
    const auto &changed = preferences().effective().shortcuts;
    for (int row = 0; row < m_list->topLevelItemCount(); ++row) {
        const auto &order = m_shortcuts.orders()[static_cast<std::size_t>(row)];
        const QString keys = QKeySequence::listToString(m_shortcuts.keys(order, changed), QKeySequence::NativeText);
        m_list->topLevelItem(row)->setText(1, keys);
        m_list->topLevelItem(row)->setData(1, Qt::AccessibleTextRole, keys.isEmpty() ? tr("no keys") : keys);
        QFont font = m_list->font();
        font.setBold(changed.contains(order.name));
        m_list->topLevelItem(row)->setFont(1, font);
    }
}

void ShortcutsPage::showCurrent()
{
    const bool any = m_list->currentItem();
    for (QWidget *const widget : std::initializer_list<QWidget *>{m_key, m_remove, m_reset})
        widget->setEnabled(any);
    m_key->clear();
    setAdvice(m_conflict, {});
}

void ShortcutsPage::assign()
{
    const QKeySequence key = m_key->keySequence();
    if (key.isEmpty() || !m_list->currentItem())
        return;
    const auto &order = m_shortcuts.orders()[static_cast<std::size_t>(m_list->indexOfTopLevelItem(m_list->currentItem()))];
    PreferenceValues values = preferences().values();
    if (const Shortcuts::Order *const other = m_shortcuts.conflict(order, key, values.shortcuts)) {
        setAdvice(m_conflict, tr("%1 means “%2” already; give that order another key first.").arg(key.toString(QKeySequence::NativeText), other->title));
        return;
    }
    values.shortcuts = m_shortcuts.with(values.shortcuts, order, {key});
    preferences().setValues(values);
    showCurrent();
}

void ShortcutsPage::reset()
{
    const auto &order = m_shortcuts.orders()[static_cast<std::size_t>(m_list->indexOfTopLevelItem(m_list->currentItem()))];
    PreferenceValues values = preferences().values();
    for (const QKeySequence &key : order.initial) {
        if (const Shortcuts::Order *const other = m_shortcuts.conflict(order, key, values.shortcuts)) {
            setAdvice(m_conflict, tr("%1 means “%2” now; give that order another key first.").arg(key.toString(QKeySequence::NativeText), other->title));
            return;
        }
    }
    values.shortcuts.remove(order.name);
    preferences().setValues(values);
    showCurrent();
}

} // namespace calotype::ui
