#pragma once

#include "ui/startimage/Placement.h"

#include <QDialog>

class QButtonGroup;
class QLabel;
class QPushButton;

namespace calotype::ui {

class PlacementView;

/// Asks which part of a picture to start from, before it is taken: its middle, all of it, or what the frame holds.
class PlacementDialog final : public QDialog
{
    Q_OBJECT

public:
    /// @param picture  maybe a smaller copy of the one of @p size that is meant
    /// @param target   the size of what is to be made
    PlacementDialog(const QImage &picture, const QSize &size, const QSize &target, const Placement &placement,
                    QWidget *parent = nullptr);

    PlacementView *view() const { return m_view; }

Q_SIGNALS:
    void placed(const calotype::ui::Placement &placement);
    /// The picture is to be made in the picture's own size, or the nearest that is possible.
    void ownSizeChosen(const QSize &size);

private:
    void choose(Placement::Mode mode);
    void refresh();

    QSize m_size;
    QSize m_target;
    PlacementView *m_view;
    QButtonGroup *m_modes;
    QLabel *m_advice;
};

} // namespace calotype::ui
