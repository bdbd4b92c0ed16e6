#include "ui/gallery/DateRangeDialog.h"

#include "ui/WheelGuard.h"

#include <QDateEdit>
#include <QDialogButtonBox>
#include <QFormLayout>

#include <algorithm>

namespace calotype::ui {

namespace {

QDateEdit *dateEdit(const QString &name, const QString &spoken, QDate date)
{
    auto *const edit = new QDateEdit(date);
    edit->setObjectName(name);
    edit->setAccessibleName(spoken);
    edit->setCalendarPopup(true);
    WheelGuard::protect(edit);
    return edit;
}

} // namespace

DateRangeDialog::DateRangeDialog(QDate from, QDate to, QWidget *parent)
    : QDialog(parent)
    , m_from(dateEdit(QStringLiteral("dateFrom"), tr("First day"), from))
    , m_to(dateEdit(QStringLiteral("dateTo"), tr("Last day"), to))
{
    setObjectName(QStringLiteral("dateRangeDialog"));
    setWindowTitle(tr("Pictures Made Between"));
    auto *const buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *const form = new QFormLayout(this);
    form->addRow(tr("&First day"), m_from);
    form->addRow(tr("&Last day"), m_to);
    form->addRow(buttons);
}

QDate DateRangeDialog::from() const
{
    return std::min(m_from->date(), m_to->date());
}

QDate DateRangeDialog::to() const
{
    return std::max(m_from->date(), m_to->date());
}

} // namespace calotype::ui
