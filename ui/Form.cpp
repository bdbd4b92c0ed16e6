#include "ui/Form.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QStandardItemModel>
#include <QVBoxLayout>

namespace calotype::ui {

QWidget *labelled(const QString &label, QWidget *field, const QString &tooltip, QWidget *beside)
{
    auto *const box = new QWidget;
    auto *const text = new QLabel(label, box);
    text->setBuddy(field);
    QFont font = text->font();
    font.setPointSizeF(font.pointSizeF() * 0.92);
    text->setFont(font);
    text->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed); // labels of one line stand at one height, whatever their fields

    QString name = label;
    name.remove(u'&');
    field->setAccessibleName(name);
    field->setToolTip(tooltip);
    field->setAccessibleDescription(tooltip);

    auto *const layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(3);
    if (beside) {
        QBoxLayout *const line = sideBySide();
        line->addWidget(text, 1);
        line->addWidget(beside);
        layout->addLayout(line);
    } else {
        layout->addWidget(text);
    }
    layout->addWidget(field);
    return box;
}

QLabel *adviceLabel(QWidget *parent)
{
    auto *const label = new QLabel(parent);
    QFont font = label->font();
    font.setPointSizeF(font.pointSizeF() * 0.92);
    label->setFont(font);
    label->setForegroundRole(QPalette::PlaceholderText);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->hide();
    return label;
}

void setAdvice(QLabel *label, const QString &text)
{
    label->setText(text);
    label->setVisible(!text.isEmpty());
}

QBoxLayout *sideBySide()
{
    auto *const layout = new QHBoxLayout;
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    return layout;
}

bool selectById(QComboBox *box, const QString &id)
{
    const QSignalBlocker quiet(box);
    const int item = box->findData(id);
    box->setCurrentIndex(item);
    return item >= 0;
}

void setItemPossible(QComboBox *box, int item, bool possible, const QString &tooltip)
{
    box->setItemData(item, tooltip, Qt::ToolTipRole);
    if (auto *const model = qobject_cast<QStandardItemModel *>(box->model())) {
        if (QStandardItem *const entry = model->item(item))
            entry->setEnabled(possible);
    }
}

} // namespace calotype::ui
