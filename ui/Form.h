#pragma once

#include <QComboBox>
#include <QString>

class QBoxLayout;
class QLabel;
class QWidget;

namespace calotype::ui {

/// Small parts that the pickers of the Create panel share.

/// A widget with @p label over @p field; the label's mnemonic leads to the field, whose accessible name and tooltip
/// are set. What stands @p beside the label, at the other end of its line, may be null.
QWidget *labelled(const QString &label, QWidget *field, const QString &tooltip, QWidget *beside = nullptr);

/// A line of advice that steps back, wraps, and hides while it is empty.
QLabel *adviceLabel(QWidget *parent = nullptr);
void setAdvice(QLabel *label, const QString &text);

/// Fields side by side, of equal width.
QBoxLayout *sideBySide();

/// Selects the item whose data is @p id, without a signal. @return whether there is one
bool selectById(QComboBox *box, const QString &id);

/// Enables or disables one item, with the reason as its tooltip.
void setItemPossible(QComboBox *box, int item, bool possible, const QString &tooltip);

} // namespace calotype::ui
