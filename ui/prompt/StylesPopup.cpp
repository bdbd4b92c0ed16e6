#include "ui/prompt/StylesPopup.h"

#include "ui/Form.h"
#include "ui/GenerationSettings.h"
#include "ui/prompt/PromptStyle.h"
#include "ui/prompt/SettingsPreset.h"

#include <QHBoxLayout>
#include <QCoreApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScreen>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace calotype::ui {

namespace {

constexpr int kRowRole = Qt::UserRole;     ///< in its list
constexpr int kPresetRole = Qt::UserRole + 1;
constexpr QSize kSize(380, 420);

QString about(const SavedList::Item &item, bool isPreset)
{
    if (isPreset)
        return presetSummary(item.content);
    const PromptStyle style = styleOf(item.content);
    if (style.prompt.isEmpty())
        return StylesPopup::tr("Not: %1").arg(style.negative);
    return style.negative.isEmpty() ? style.prompt : StylesPopup::tr("%1\nNot: %2").arg(style.prompt, style.negative);
}

QPushButton *button(const QString &text, const char *name, const QString &tooltip)
{
    auto *const made = new QPushButton(text);
    made->setObjectName(QLatin1String(name));
    made->setToolTip(tooltip);
    made->setAutoDefault(false);
    return made;
}

} // namespace

StylesPopup::StylesPopup(GenerationSettings &settings, const Lists &lists, QWidget *parent)
    : QFrame(parent, Qt::Popup)
    , m_settings(settings)
    , m_lists(lists)
    , m_search(new QLineEdit)
    , m_list(new QListWidget)
    , m_words(adviceLabel())
    , m_undo(button(tr("U&ndo"), "undoDelete", tr("Bring back what was deleted")))
    , m_take(button(tr("&Use"), "useSaved", tr("Put the style into the prompt, or the preset into the settings")))
    , m_rename(button(tr("Rena&me"), "renameSaved", tr("Give it another name (F2)")))
    , m_delete(button(tr("&Delete"), "deleteSaved", tr("Delete it (Delete)")))
    , m_saveStyle(button(tr("Save Prompt as &Style"), "saveStyle",
                         tr("Keep the prompt and the negative prompt. Write {prompt} in them where the words of another "
                            "prompt go; else they come behind it.")))
    , m_saveNegative(button(tr("Save Ne&gative as Style"), "saveNegative",
                            tr("Keep the negative prompt alone; it goes with any prompt")))
    , m_savePreset(button(tr("Save Settings as &Preset"), "savePreset",
                          tr("Keep sampler, schedule, steps, guidance, size, clip skip and the prompt’s syntax")))
{
    setObjectName(QStringLiteral("stylesPopup"));
    setAccessibleName(tr("Styles and presets"));
    setFrameStyle(QFrame::StyledPanel | QFrame::Plain);
    makeLayout();

    connect(m_search, &QLineEdit::textChanged, this, &StylesPopup::fill);
    connect(m_list, &QListWidget::itemActivated, this, &StylesPopup::takeItem);
    connect(m_list, &QListWidget::currentItemChanged, this, &StylesPopup::refreshButtons);
    connect(m_list, &QListWidget::itemChanged, this, &StylesPopup::onRenamed);
    connect(m_take, &QPushButton::clicked, this, &StylesPopup::take);
    connect(m_rename, &QPushButton::clicked, this, &StylesPopup::rename);
    connect(m_delete, &QPushButton::clicked, this, &StylesPopup::remove);
    connect(m_undo, &QPushButton::clicked, this, &StylesPopup::takeBack);
    connect(m_saveStyle, &QPushButton::clicked, this, &StylesPopup::saveStyle);
    connect(m_saveNegative, &QPushButton::clicked, this, &StylesPopup::saveNegative);
    connect(m_savePreset, &QPushButton::clicked, this, &StylesPopup::savePreset);
    m_search->installEventFilter(this);
    m_list->installEventFilter(this);
}

void StylesPopup::makeLayout()
{
    m_search->setObjectName(QStringLiteral("searchSaved"));
    m_search->setPlaceholderText(tr("Search styles and presets"));
    m_search->setAccessibleName(tr("Search styles and presets"));
    m_search->setClearButtonEnabled(true);
    m_list->setObjectName(QStringLiteral("savedList"));
    m_list->setAccessibleName(tr("Saved styles and presets"));
    m_list->setEditTriggers(QAbstractItemView::EditKeyPressed);
    m_undo->hide();

    auto *const layout = new QVBoxLayout(this);
    layout->setContentsMargins(10, 10, 10, 10);
    layout->setSpacing(8);
    layout->addWidget(m_search);
    layout->addWidget(m_list, 1);
    auto *const said = sideBySide();
    said->addWidget(m_words, 1);
    said->addWidget(m_undo);
    layout->addLayout(said);
    auto *const chosen = sideBySide();
    for (QPushButton *const each : {m_take, m_rename, m_delete})
        chosen->addWidget(each);
    layout->addLayout(chosen);
    auto *const saving = sideBySide();
    saving->addWidget(m_saveStyle);
    saving->addWidget(m_savePreset);
    layout->addLayout(saving);
    layout->addWidget(m_saveNegative);
    resize(sizeHint().expandedTo(kSize));
}

void StylesPopup::openUnder(const QWidget &place)
{
    m_deleted = {};
    say({});
    m_search->clear();
    fill();
    const QRect screen = place.screen()->availableGeometry();
    QPoint corner = place.mapToGlobal(QPoint(0, place.height()));
    corner.setX(std::max(screen.left(), std::min(corner.x(), screen.right() - width())));
    corner.setY(std::max(screen.top(), std::min(corner.y(), screen.bottom() - height())));
    move(corner);
    show();
    m_search->setFocus(Qt::PopupFocusReason);
}

void StylesPopup::fill()
{
    const QSignalBlocker quiet(m_list);
    m_list->clear();
    addSection(tr("Styles"), m_lists.styles);
    addSection(tr("Presets"), m_lists.presets);
    const bool isNothingSaved = m_lists.styles.items().isEmpty() && m_lists.presets.items().isEmpty();
    if (m_list->count() == 0) {
        auto *const note = new QListWidgetItem(isNothingSaved ? tr("Nothing is saved yet") : tr("No match"), m_list);
        note->setFlags(Qt::NoItemFlags);
    }
    for (int row = 0; row < m_list->count(); ++row) {
        if (m_list->item(row)->flags().testFlag(Qt::ItemIsSelectable)) {
            m_list->setCurrentRow(row);
            break;
        }
    }
    const GenerationValues &values = m_settings.values();
    m_saveStyle->setEnabled(!values.prompt.trimmed().isEmpty() || !values.negativePrompt.trimmed().isEmpty());
    m_saveNegative->setEnabled(!values.negativePrompt.trimmed().isEmpty());
    refreshButtons();
}

void StylesPopup::addSection(const QString &heading, SavedList &list)
{
    const bool isPreset = &list == &m_lists.presets;
    const QStringList sought = m_search->text().split(u' ', Qt::SkipEmptyParts);
    bool hasHeading = false;
    for (int row = 0; row < list.items().size(); ++row) {
        const SavedList::Item &item = list.items()[row];
        const QString words = about(item, isPreset);
        const QString all = item.name + u' ' + words;
        const bool matches = std::all_of(sought.begin(), sought.end(), [&all](const QString &word) {
            return all.contains(word, Qt::CaseInsensitive);
        });
        if (!matches)
            continue;
        if (!std::exchange(hasHeading, true)) {
            auto *const head = new QListWidgetItem(heading, m_list);
            head->setFlags(Qt::NoItemFlags);
            QFont bold = m_list->font();
            bold.setBold(true);
            head->setFont(bold);
        }
        auto *const entry = new QListWidgetItem(item.name, m_list);
        entry->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsEditable);
        entry->setToolTip(QStringLiteral("<qt>%1</qt>").arg(words.toHtmlEscaped().replace(u'\n', QStringLiteral("<br>"))));
        entry->setData(Qt::AccessibleDescriptionRole, words);
        entry->setData(kRowRole, row);
        entry->setData(kPresetRole, isPreset);
    }
}

SavedList *StylesPopup::listOf(const QListWidgetItem *item)
{
    if (!item || !item->data(kRowRole).isValid())
        return nullptr;
    return item->data(kPresetRole).toBool() ? &m_lists.presets : &m_lists.styles;
}

void StylesPopup::select(const SavedList &list, const QString &name)
{
    for (int row = 0; row < m_list->count(); ++row) {
        if (listOf(m_list->item(row)) == &list && m_list->item(row)->text() == name)
            m_list->setCurrentRow(row);
    }
}

void StylesPopup::refreshButtons()
{
    const bool isChosen = listOf(m_list->currentItem());
    for (QPushButton *const each : {m_take, m_rename, m_delete})
        each->setEnabled(isChosen);
}

void StylesPopup::take()
{
    takeItem(m_list->currentItem());
}

void StylesPopup::takeItem(const QListWidgetItem *item)
{
    SavedList *const list = listOf(item);
    if (!list)
        return;
    const QJsonObject content = list->items()[item->data(kRowRole).toInt()].content;
    const GenerationValues &values = m_settings.values();
    close();
    if (list == &m_lists.presets) {
        m_settings.replaceValues(withPreset(values, content));
        return;
    }
    const PromptStyle style = styleOf(content);
    Q_EMIT styled(withStyle(values.prompt, style.prompt), withStyle(values.negativePrompt, style.negative));
}

void StylesPopup::saveStyle()
{
    const GenerationValues &values = m_settings.values();
    save(m_lists.styles, tr("New style"), toJson(PromptStyle{values.prompt, values.negativePrompt}));
}

void StylesPopup::saveNegative()
{
    save(m_lists.styles, tr("New negative style"), toJson(PromptStyle{{}, m_settings.values().negativePrompt}));
}

void StylesPopup::savePreset()
{
    save(m_lists.presets, tr("New preset"), presetOf(m_settings.values()));
}

void StylesPopup::save(SavedList &list, const QString &wish, const QJsonObject &content)
{
    const QString sought = m_search->text().trimmed();
    const QString name = list.freeName(sought.isEmpty() ? wish : sought); // who typed a name and found none meant it
    m_deleted = {};
    const bool isWritten = list.insert({name, content});
    m_search->clear();
    fill();
    select(list, name);
    say(isWritten ? tr("Saved. Type its name.") : tr("It could not be written, and lasts until Calotype is closed. Type its name."));
    rename();
}

void StylesPopup::rename()
{
    if (!listOf(m_list->currentItem()))
        return;
    m_list->setFocus();
    m_list->editItem(m_list->currentItem());
}

void StylesPopup::onRenamed(QListWidgetItem *item)
{
    SavedList *const list = listOf(item);
    if (!list)
        return;
    const int row = item->data(kRowRole).toInt();
    const QString before = list->items()[row].name;
    const QString wanted = item->text().trimmed();
    if (wanted == before)
        return;
    const bool isTaken = list->rename(row, wanted);
    const QSignalBlocker quiet(m_list);
    item->setText(list->items()[row].name);
    say(isTaken           ? QString()
        : wanted.isEmpty() ? tr("A name must not be empty.")
                           : tr("“%1” is there already; “%2” keeps its name.").arg(wanted, before));
}

void StylesPopup::remove()
{
    const QListWidgetItem *const item = m_list->currentItem();
    SavedList *const list = listOf(item);
    if (!list)
        return;
    const int row = item->data(kRowRole).toInt();
    const int shown = m_list->currentRow();
    const auto removed = list->remove(row);
    if (!removed)
        return;
    m_deleted = {list, *removed, row};
    fill();
    for (int near = std::min(shown, m_list->count() - 1); near >= 0; --near) {
        if (listOf(m_list->item(near))) {
            m_list->setCurrentRow(near);
            break;
        }
    }
    say(tr("“%1” is deleted.").arg(removed->name));
    m_undo->show();
}

void StylesPopup::takeBack()
{
    const Deleted back = std::exchange(m_deleted, {});
    if (!back.list)
        return;
    SavedList::Item item = back.item;
    item.name = back.list->freeName(item.name);
    back.list->insert(item, back.row);
    m_search->clear();
    fill();
    select(*back.list, item.name);
    say({});
    m_list->setFocus();
}

void StylesPopup::say(const QString &words)
{
    setAdvice(m_words, words);
    m_undo->hide();
}

bool StylesPopup::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    if (watched == m_search) {
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            take();
            return true;
        }
        if (key == Qt::Key_Down || key == Qt::Key_Up) {
            m_list->setFocus();
            QCoreApplication::sendEvent(m_list, event);
            return true;
        }
    } else if (key == Qt::Key_Delete) {
        remove();
        return true;
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace calotype::ui
