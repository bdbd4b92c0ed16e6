#include "ui/gallery/TagDialog.h"

#include "core/gallery/GalleryStore.h"

#include <QCompleter>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

#include <initializer_list>

namespace calotype::ui {

using gallery::GalleryItem;
using gallery::GalleryStore;

namespace {

constexpr int kStateRole = Qt::UserRole;     ///< how the pictures have a tag now
constexpr int kCountRole = Qt::UserRole + 1; ///< how many of them have it

} // namespace

TagDialog::TagDialog(GalleryStore &store, const QVector<qint64> &ids, QWidget *parent)
    : QDialog(parent)
    , m_list(new QListWidget)
    , m_field(new QLineEdit)
    , m_add(new QPushButton(tr("A&dd")))
{
    setObjectName(QStringLiteral("tagDialog"));
    setWindowTitle(tr("Tags"));
    makeLayout(ids.size());
    connect(&store, &GalleryStore::fetched, this, [this](const QVector<GalleryItem> &items, quint64 request) {
        if (request != m_request || m_pictures)
            return;
        m_pictures = items;
        fill();
    });
    connect(&store, &GalleryStore::facets, this, [this](const QStringList &, const QStringList &, const QStringList &tags) {
        if (m_known)
            return;
        m_known = tags;
        fill();
    });
    store.requestFacets();
    m_request = store.fetch(ids);
}

void TagDialog::makeLayout(qsizetype count)
{
    m_list->setObjectName(QStringLiteral("tagList"));
    m_list->setAccessibleName(tr("Tags"));
    m_field->setObjectName(QStringLiteral("newTag"));
    m_field->setAccessibleName(tr("New tag"));
    m_field->setPlaceholderText(tr("Type a tag and press Enter"));
    m_add->setObjectName(QStringLiteral("addTag"));
    m_add->setAccessibleName(tr("Add the tag"));
    m_add->setAutoDefault(false);
    connect(m_add, &QPushButton::clicked, this, &TagDialog::takeField);
    connect(m_field, &QLineEdit::textChanged, this,
            [this](const QString &text) { m_add->setEnabled(!text.simplified().isEmpty()); });

    auto *const listLabel = new QLabel(tr("&Tags of %Ln picture(s)", nullptr, static_cast<int>(count)));
    listLabel->setBuddy(m_list);
    auto *const fieldLabel = new QLabel(tr("&New tag"));
    fieldLabel->setBuddy(m_field);
    auto *const buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    m_ok = buttons->button(QDialogButtonBox::Ok);
    connect(buttons, &QDialogButtonBox::accepted, this, &TagDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &TagDialog::reject);

    auto *const line = new QHBoxLayout;
    line->addWidget(m_field, 1);
    line->addWidget(m_add);
    auto *const column = new QVBoxLayout(this);
    column->addWidget(listLabel);
    column->addWidget(m_list, 1);
    column->addWidget(fieldLabel);
    column->addLayout(line);
    column->addWidget(buttons);
    for (QWidget *const widget : std::initializer_list<QWidget *>{m_list, m_field, m_add, m_ok})
        widget->setEnabled(false); // until it is known what the pictures have
}

/// Once both answers are there.
void TagDialog::fill()
{
    if (!m_pictures || !m_known)
        return;
    for (const QString &tag : *m_known)
        insert(tag);
    for (const GalleryItem &picture : *m_pictures) {
        for (const QString &tag : picture.tags) {
            QListWidgetItem *const known = itemOf(tag); // hidden pictures may have others
            QListWidgetItem *const item = known ? known : insert(tag);
            item->setData(kCountRole, item->data(kCountRole).toInt() + 1);
        }
    }
    for (int row = 0; row < m_list->count(); ++row) {
        QListWidgetItem *const item = m_list->item(row);
        const int having = item->data(kCountRole).toInt();
        const auto state = having == 0                   ? Qt::Unchecked
                           : having < m_pictures->size() ? Qt::PartiallyChecked
                                                         : Qt::Checked;
        item->setCheckState(state);
        item->setData(kStateRole, state);
        if (state == Qt::PartiallyChecked)
            item->setFlags(item->flags() | Qt::ItemIsUserTristate); // back to how it is
    }
    auto *const completer = new QCompleter(*m_known, m_field);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setFilterMode(Qt::MatchContains);
    m_field->setCompleter(completer);
    m_list->setEnabled(true);
    m_field->setEnabled(true);
    m_ok->setEnabled(true);
    m_list->setCurrentRow(0);
    m_field->setFocus();
}

QListWidgetItem *TagDialog::itemOf(const QString &tag) const
{
    for (int row = 0; row < m_list->count(); ++row) {
        if (m_list->item(row)->text().compare(tag, Qt::CaseInsensitive) == 0)
            return m_list->item(row);
    }
    return nullptr;
}

QListWidgetItem *TagDialog::insert(const QString &tag)
{
    int row = 0;
    while (row < m_list->count() && m_list->item(row)->text().localeAwareCompare(tag) < 0)
        ++row;
    auto *const item = new QListWidgetItem(tag);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
    item->setCheckState(Qt::Unchecked);
    item->setData(kStateRole, Qt::Unchecked);
    m_list->insertItem(row, item);
    return item;
}

void TagDialog::takeField()
{
    const QString tag = m_field->text().simplified();
    m_field->clear();
    if (tag.isEmpty())
        return;
    QListWidgetItem *const known = itemOf(tag);
    QListWidgetItem *const item = known ? known : insert(tag);
    item->setCheckState(Qt::Checked);
    m_list->setCurrentItem(item);
    m_list->scrollToItem(item);
}

QStringList TagDialog::changedTo(Qt::CheckState state) const
{
    QStringList tags;
    for (int row = 0; row < m_list->count(); ++row) {
        const QListWidgetItem *const item = m_list->item(row);
        if (item->checkState() == state && item->data(kStateRole).toInt() != state)
            tags.append(item->text());
    }
    return tags;
}

QStringList TagDialog::tagsToAdd() const
{
    return changedTo(Qt::Checked);
}

QStringList TagDialog::tagsToRemove() const
{
    return changedTo(Qt::Unchecked);
}

void TagDialog::accept()
{
    takeField();
    QDialog::accept();
}

void TagDialog::keyPressEvent(QKeyEvent *event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter && m_field->hasFocus() && !m_field->text().simplified().isEmpty()) {
        takeField(); // the next tag may follow
        return;
    }
    QDialog::keyPressEvent(event);
}

} // namespace calotype::ui
