#pragma once

#include "ui/inpaint/MaskDocument.h"

#include <QPointer>
#include <QRectF>
#include <QWidget>

#include <memory>

class QAbstractButton;
class QButtonGroup;
class QHBoxLayout;

namespace calotype {
struct Image;
}

namespace calotype::ui {

class ImageView;
class InitImage;
class MaskOverlay;
class NumberField;

/// Paints the mask of the start image, with brush and eraser, over the picture as the request will have it. Every stroke
/// is the start image's at once, so there is nothing to apply or to lose; and as long as nothing else changes the mask, the
/// strokes can be undone when it is opened again.
///
/// Keys: B brush, E eraser, [ and ] size, I invert, Delete clear, Ctrl+Z and Ctrl+Shift+Z, Escape done; the
/// arrows move the brush (Shift: one pixel), Space paints while it is held.
class MaskEditor final : public QWidget
{
    Q_OBJECT

public:
    static constexpr int kMostDiameter = 1000;

    explicit MaskEditor(InitImage &image, QWidget *parent = nullptr);
    ~MaskEditor() override;

    bool isOpen() const { return m_open; }
    ImageView *view() const { return m_view; }
    MaskDocument &document() { return m_document; }
    const MaskBrush &brush() const { return m_brush; }

public Q_SLOTS:
    /// Takes the start image up; nothing without one.
    void open();
    void done();
    /// The stroke that is being painted ends first, so that undo() takes it. Nothing happens unless it is open.
    void undo();
    void redo();
    void setErasing(bool erases);
    void setDiameter(double pixels);
    void setSoftness(double softness);

Q_SIGNALS:
    /// isOpen() is other than it was.
    void openChanged(bool open);

protected:
    bool event(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QWidget *makeTools();
    void setReady(bool ready);
    void load();
    void store();
    void setBrush(const MaskBrush &brush);
    bool takesKey(const QKeyEvent &event) const;
    /// @return whether the key was one for the brush itself: the arrows and Space
    bool moveByKey(const QKeyEvent &event);

    InitImage &m_image;
    MaskDocument m_document;
    MaskBrush m_brush;
    ImageView *m_view;
    MaskOverlay *m_overlay;
    QButtonGroup *m_tools;
    NumberField *m_diameter;
    NumberField *m_softness;
    QWidget *m_toolRow = nullptr;
    QPointer<QWidget> m_opener;            ///< had the focus before
    std::shared_ptr<const Image> m_loaded; ///< the canvas that is painted on
    QRectF m_loadedArea;                   ///< what of the source it shows
    qint64 m_stored = 0;                   ///< the mask that the start image has of us
    bool m_open = false;
    bool m_ready = false; ///< there is a canvas; else it is being made, and only the way out is open
    bool m_storing = false; ///< a mask is on its way between us and the start image
};

} // namespace calotype::ui
