#include "ui/inpaint/MaskEditor.h"

#include "ui/FlowLayout.h"
#include "ui/ImageView.h"
#include "ui/InitImage.h"
#include "ui/NumberField.h"
#include "ui/QtImage.h"
#include "ui/inpaint/MaskOverlay.h"

#include <QAbstractButton>
#include <QApplication>
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace calotype::ui {

namespace {

constexpr double kSizeStep = 1.15;
constexpr int kUsefulDiameter = 400;
constexpr int kNumberWidth = 150; ///< of slider and field

QToolButton *toolButton(const char *name, const QString &text, const QString &tip)
{
    auto *const button = new QToolButton;
    button->setObjectName(QLatin1String(name));
    button->setText(text);
    button->setToolTip(tip);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

} // namespace

MaskEditor::MaskEditor(InitImage &image, QWidget *parent)
    : QWidget(parent)
    , m_image(image)
    , m_view(new ImageView)
    , m_overlay(new MaskOverlay(*m_view, m_document))
    , m_tools(new QButtonGroup(this))
    , m_diameter(new NumberField({1, kMostDiameter, kUsefulDiameter, 1, 0}))
    , m_softness(new NumberField({0, 1, 1, 0.05, 2}))
{
    setObjectName(QStringLiteral("maskEditor"));
    setAccessibleName(tr("Mask"));
    m_view->setObjectName(QStringLiteral("maskView"));
    m_view->setAccessibleName(tr("Picture to paint the mask on"));
    m_view->setCaption(tr("The arrow keys move the brush, Space paints."));
    m_view->installEventFilter(this);

    auto *const finish = new QPushButton(tr("Done"));
    finish->setObjectName(QStringLiteral("maskDone"));
    finish->setToolTip(tr("Go back; the mask stays (Escape)"));
    connect(finish, &QAbstractButton::clicked, this, &MaskEditor::done);
    m_toolRow = makeTools();
    auto *const row = new QHBoxLayout;
    row->setContentsMargins(10, 6, 10, 6);
    row->setSpacing(12);
    row->addWidget(m_toolRow, 1);
    row->addWidget(finish, 0, Qt::AlignTop);
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(row);
    column->addWidget(m_view, 1);

    connect(m_overlay, &MaskOverlay::sizeTurned, this,
            [this](double notches) { setDiameter(m_brush.diameter * std::pow(kSizeStep, notches)); });
    connect(&m_document.undoStack(), &QUndoStack::indexChanged, this, &MaskEditor::store);
    connect(&m_image, &InitImage::changed, this, &MaskEditor::load);
    setBrush(m_brush);
}

MaskEditor::~MaskEditor()
{
    disconnect(&m_document.undoStack(), nullptr, this, nullptr); // it tells of its end, when little is left of us
}

QWidget *MaskEditor::makeTools()
{
    auto *const box = new QWidget;
    auto *const layout = new FlowLayout(6, 4); // all of it in one line would be wider than a small screen
    box->setLayout(layout);
    FlowLayout &row = *layout;
    const auto tool = [&](const char *name, const QString &text, const QString &tip, bool erases) {
        QToolButton *const button = toolButton(name, text, tip);
        button->setCheckable(true);
        m_tools->addButton(button, erases ? 1 : 0);
        row.addWidget(button);
    };
    tool("maskBrush", tr("Brush"), tr("Mark what is to be made anew (B)"), false);
    tool("maskEraser", tr("Eraser"), tr("Take marks away (E, or the right mouse button)"), true);
    connect(m_tools, &QButtonGroup::idClicked, this, [this](int id) { setErasing(id == 1); });

    const auto field = [&](const char *name, NumberField *number, const QString &label, const QString &tip) {
        number->setObjectName(QLatin1String(name));
        number->setNames(label, tip);
        number->setMinimumWidth(kNumberWidth);
        auto *const words = new QLabel(label);
        words->setBuddy(number);
        auto *const both = new QWidget; // they stay together
        auto *const line = new QHBoxLayout(both);
        line->setContentsMargins(6, 0, 6, 0);
        line->addWidget(words);
        line->addWidget(number);
        row.addWidget(both);
    };
    field("maskSize", m_diameter, tr("Size"), tr("How wide the brush is, in pixels ([ and ], or Ctrl and the wheel)"));
    field("maskSoftness", m_softness, tr("Softness"), tr("How far the brush fades towards its edge"));
    connect(m_diameter, &NumberField::edited, this, &MaskEditor::setDiameter);
    connect(m_softness, &NumberField::edited, this, &MaskEditor::setSoftness);

    const auto order = [&](const char *name, const QString &text, const QString &tip, auto receiver, auto slot) {
        QToolButton *const button = toolButton(name, text, tip);
        connect(button, &QAbstractButton::clicked, receiver, slot);
        row.addWidget(button);
        return button;
    };
    order("maskInvert", tr("Invert"), tr("Mark what is not marked, and the other way round (I)"), &m_document, &MaskDocument::invert);
    order("maskClear", tr("Clear"), tr("Mark nothing (Delete)"), &m_document, &MaskDocument::clear);
    QToolButton *const undo = order("maskUndo", tr("Undo"), tr("Undo the last stroke (Ctrl+Z)"), this, &MaskEditor::undo);
    QToolButton *const redo = order("maskRedo", tr("Redo"), tr("Redo what was undone (Ctrl+Shift+Z)"), this, &MaskEditor::redo);
    undo->setEnabled(false);
    redo->setEnabled(false);
    const QUndoStack *const stack = &m_document.undoStack();
    connect(stack, &QUndoStack::canUndoChanged, undo, &QWidget::setEnabled);
    connect(stack, &QUndoStack::canRedoChanged, redo, &QWidget::setEnabled);
    return box;
}

void MaskEditor::open()
{
    if (m_open || m_image.isEmpty())
        return;
    m_open = true;
    m_opener = QApplication::focusWidget();
    m_image.setPainting(true);
    load();
    Q_EMIT openChanged(true);
    m_view->zoomToFit();
    m_view->setFocus();
}

void MaskEditor::done()
{
    if (!m_open)
        return;
    m_document.endStroke();
    const QWidget *const focused = QApplication::focusWidget();
    const bool hadFocus = focused && (focused == this || isAncestorOf(focused));
    m_open = false;
    m_loaded.reset();
    m_view->clear();
    m_image.setPainting(false);
    load(); // and lets go of a mask that is no more the start image's
    Q_EMIT openChanged(false);
    if (hadFocus && m_opener && m_opener->isEnabled())
        m_opener->setFocus();
    m_opener.clear();
}

/// Without the canvas a change would not reach the start image.
void MaskEditor::undo()
{
    if (!m_open || !m_ready)
        return;
    m_document.endStroke();
    m_document.undoStack().undo();
}

void MaskEditor::redo()
{
    if (!m_open || !m_ready)
        return;
    m_document.endStroke();
    m_document.undoStack().redo();
}

/// While the canvas is made the focus stays here: the keys would mean something else in the window.
void MaskEditor::setReady(bool ready)
{
    m_ready = ready;
    m_overlay->setEnabled(ready);
    const QWidget *const focused = QApplication::focusWidget();
    if (!ready && focused && m_toolRow->isAncestorOf(focused))
        m_view->setFocus();
    m_toolRow->setEnabled(ready);
}

/// The canvas may be another one at any time: by a new size, another picture, or a mask that is taken away elsewhere.
void MaskEditor::load()
{
    if (m_storing)
        return;
    const bool maskIsOurs = m_image.painted().pixels.cacheKey() == m_stored;
    if (!m_open) {
        if (!m_document.mask().isNull() && (m_image.isEmpty() || !maskIsOurs))
            m_document.setMask({});
        return;
    }
    if (m_image.isEmpty()) {
        done();
        return;
    }
    const std::shared_ptr<const Image> canvas = m_image.prepared();
    setReady(canvas != nullptr);
    if (!canvas || (canvas == m_loaded && maskIsOurs))
        return;
    const bool sameMask = maskIsOurs && !m_document.mask().isNull() && m_loadedArea == m_image.canvasArea()
                          && m_document.mask().size() == QSize(canvas->width, canvas->height);
    if (canvas != m_loaded)
        m_view->setPicture(asQImage(canvas));
    m_loaded = canvas;
    m_loadedArea = m_image.canvasArea();
    m_stored = m_image.painted().pixels.cacheKey();
    if (sameMask)
        return; // strokes can still be undone
    const QScopedValueRollback<bool> taking(m_storing, true);
    if (m_image.mask())
        m_document.setMask(asQImage(m_image.mask()).copy());
    else
        m_document.reset({canvas->width, canvas->height});
}

void MaskEditor::store()
{
    if (!m_open || m_storing || !m_loaded || m_image.prepared() != m_loaded)
        return;
    const QScopedValueRollback<bool> ours(m_storing, true);
    m_image.setMask(m_document.mask());
    m_stored = m_image.painted().pixels.cacheKey();
}

void MaskEditor::setBrush(const MaskBrush &brush)
{
    m_brush = brush;
    m_overlay->setBrush(brush);
    m_diameter->setValue(brush.diameter);
    m_softness->setValue(brush.softness);
    m_tools->button(brush.erases ? 1 : 0)->setChecked(true);
}

void MaskEditor::setErasing(bool erases)
{
    MaskBrush brush = m_brush;
    brush.erases = erases;
    setBrush(brush);
}

void MaskEditor::setDiameter(double pixels)
{
    MaskBrush brush = m_brush;
    brush.diameter = std::clamp(std::round(pixels), 1.0, static_cast<double>(kMostDiameter));
    setBrush(brush);
}

void MaskEditor::setSoftness(double softness)
{
    MaskBrush brush = m_brush;
    brush.softness = std::clamp(softness, 0.0, 1.0);
    setBrush(brush);
}

bool MaskEditor::takesKey(const QKeyEvent &event) const
{
    if (event.matches(QKeySequence::Undo) || event.matches(QKeySequence::Redo))
        return true;
    const bool isPlain = !(event.modifiers() & (Qt::ControlModifier | Qt::MetaModifier | Qt::AltModifier));
    switch (event.key()) {
    case Qt::Key_BracketLeft:
    case Qt::Key_BracketRight: return true; // on some keyboards AltGr brings them
    case Qt::Key_Delete:
    case Qt::Key_Escape:
    case Qt::Key_B:
    case Qt::Key_E:
    case Qt::Key_I: return isPlain;
    default: return false;
    }
}

/// The window's own keys, such as its Undo, would come first.
bool MaskEditor::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride && takesKey(static_cast<QKeyEvent &>(*event))) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void MaskEditor::keyPressEvent(QKeyEvent *event)
{
    if (!takesKey(*event)) {
        QWidget::keyPressEvent(event);
        return;
    }
    if (event->key() == Qt::Key_Escape) {
        done();
    } else if (!m_ready) {
        return; // taken all the same: it was meant for the mask
    } else if (event->matches(QKeySequence::Undo)) {
        undo();
    } else if (event->matches(QKeySequence::Redo)) {
        redo();
    } else if (event->key() == Qt::Key_Delete) {
        m_document.clear();
    } else if (event->key() == Qt::Key_BracketLeft) {
        setDiameter(std::min(m_brush.diameter - 1, m_brush.diameter / kSizeStep));
    } else if (event->key() == Qt::Key_BracketRight) {
        setDiameter(std::max(m_brush.diameter + 1, m_brush.diameter * kSizeStep));
    } else if (event->key() == Qt::Key_B || event->key() == Qt::Key_E) {
        setErasing(event->key() == Qt::Key_E);
    } else if (event->key() == Qt::Key_I) {
        m_document.invert();
    }
}

bool MaskEditor::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_view && event->type() == QEvent::KeyPress && moveByKey(static_cast<QKeyEvent &>(*event)))
        return true;
    if (watched == m_view && event->type() == QEvent::KeyRelease) {
        const auto &key = static_cast<QKeyEvent &>(*event);
        if (key.key() == Qt::Key_Space && !key.isAutoRepeat())
            m_overlay->endKeyboardStroke();
    }
    return QWidget::eventFilter(watched, event);
}

bool MaskEditor::moveByKey(const QKeyEvent &event)
{
    if (event.modifiers() & (Qt::ControlModifier | Qt::AltModifier))
        return false;
    const double step = event.modifiers() & Qt::ShiftModifier ? 1 : std::max(1.0, std::round(m_brush.diameter / 4));
    QPointF way;
    switch (event.key()) {
    case Qt::Key_Left: way = {-step, 0}; break;
    case Qt::Key_Right: way = {step, 0}; break;
    case Qt::Key_Up: way = {0, -step}; break;
    case Qt::Key_Down: way = {0, step}; break;
    case Qt::Key_Space: break;
    default: return false;
    }
    if (!m_ready)
        return true;
    m_overlay->setBrushPoint(m_overlay->brushPoint() + way);
    const bool starts = event.key() == Qt::Key_Space && !event.isAutoRepeat();
    if (starts || m_document.isStroking())
        m_overlay->paintAtBrushPoint();
    return true;
}

} // namespace calotype::ui
