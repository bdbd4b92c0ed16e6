#pragma once

#include <QDate>
#include <QDialog>

class QDateEdit;

namespace calotype::ui {

/// Asks for the first and the last day of a time. The later of the two is always the last.
class DateRangeDialog final : public QDialog
{
    Q_OBJECT

public:
    DateRangeDialog(QDate from, QDate to, QWidget *parent = nullptr);

    QDate from() const;
    QDate to() const;

private:
    QDateEdit *m_from;
    QDateEdit *m_to;
};

} // namespace calotype::ui
