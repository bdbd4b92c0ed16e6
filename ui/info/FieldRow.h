#pragma once

#include "ui/info/PictureFields.h"

#include <QWidget>

namespace calotype::ui {

/// One field of a picture: its name, its value, and a button to use it where that can be done. The tooltip says why it
/// cannot, or what to know about it.
class FieldRow final : public QWidget
{
    Q_OBJECT

public:
    explicit FieldRow(const ShownField &field, QWidget *parent = nullptr);

Q_SIGNALS:
    void used();
};

} // namespace calotype::ui
