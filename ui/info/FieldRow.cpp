#include "ui/info/FieldRow.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>

namespace calotype::ui {

FieldRow::FieldRow(const ShownField &field, QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("field_") + field.name);
    setToolTip(field.use.remark);

    QString title = field.label;
    if (field.state == WordState::Approximated)
        title = tr("%1 (nearest known)").arg(field.label);
    else if (field.state == WordState::Unavailable)
        title = tr("%1 (cannot be brought back)").arg(field.label);
    auto *const label = new QLabel(title);
    QFont small = label->font();
    small.setPointSizeF(small.pointSizeF() * 0.92);
    label->setFont(small);
    label->setTextFormat(Qt::PlainText);
    label->setForegroundRole(QPalette::PlaceholderText);
    label->setWordWrap(true);

    auto *const value = new QLabel(field.text.isEmpty() ? QStringLiteral("—") : field.text);
    value->setObjectName(QStringLiteral("value_") + field.name);
    value->setAccessibleName(field.label);
    value->setAccessibleDescription(field.text);
    value->setTextFormat(Qt::PlainText);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    value->setWordWrap(true);
    value->setMinimumWidth(0);
    value->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // words as long as a file's must not widen the dock
    value->setToolTip(field.use.remark);

    auto *const layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setHorizontalSpacing(8);
    layout->setVerticalSpacing(2);
    layout->addWidget(label, 0, 0);
    layout->addWidget(value, 1, 0);
    layout->setColumnStretch(0, 1);
    if (!field.isUsable())
        return;
    auto *const use = new QPushButton(tr("Use"));
    use->setObjectName(QStringLiteral("use_") + field.name);
    use->setAccessibleName(tr("Use %1").arg(field.label));
    use->setToolTip(field.use.remark.isEmpty() ? tr("Take this over into the settings") : field.use.remark);
    layout->addWidget(use, 0, 1, 2, 1, Qt::AlignTop);
    connect(use, &QPushButton::clicked, this, &FieldRow::used);
}

} // namespace calotype::ui
