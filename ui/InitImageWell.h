#pragma once

#include "ui/inpaint/ScaledTint.h"

#include <QAbstractButton>

class QMimeData;
class QToolButton;

namespace calotype::ui {

struct DropContent;
class InitImage;

/// Shows the picture that the next one starts from, as it will be used, with its mask. Click or Space chooses a file, drops
/// and Ctrl+V bring one, Delete takes it away.
class InitImageWell final : public QAbstractButton
{
    Q_OBJECT

public:
    explicit InitImageWell(InitImage &image, QWidget *parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    /// A file dialog is asked for.
    void chooseRequested();
    /// A picture was dropped or pasted.
    void brought(const calotype::ui::DropContent &content);
    /// What was pasted is no picture; null: nothing at all.
    void pastedForTheWindow(const QMimeData *data);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void refresh();
    bool take(const QMimeData *data);
    void setHovered(bool hovered);

    InitImage &m_image;
    ScaledTint m_tint;
    QToolButton *m_clear;
    bool m_hovered = false; ///< a drag is over it
};

} // namespace calotype::ui
