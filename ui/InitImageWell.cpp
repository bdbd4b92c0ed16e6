#include "ui/InitImageWell.h"

#include "ui/DropContent.h"
#include "ui/InitImage.h"
#include "ui/QtImage.h"
#include "ui/Theme.h"

#include <QClipboard>
#include <QDragEnterEvent>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <QStyle>
#include <QToolButton>

namespace calotype::ui {

namespace {

constexpr int kRadius = 6;
constexpr int kFilledHeight = 148;
constexpr int kPadding = 6;

} // namespace

InitImageWell::InitImageWell(InitImage &image, QWidget *parent)
    : QAbstractButton(parent)
    , m_image(image)
    , m_clear(new QToolButton(this))
{
    setObjectName(QStringLiteral("initImageWell"));
    setAcceptDrops(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setCursor(Qt::PointingHandCursor);

    m_clear->setObjectName(QStringLiteral("clearInitImage"));
    m_clear->setText(QStringLiteral("✕"));
    m_clear->setAccessibleName(tr("Take the start image away"));
    m_clear->setToolTip(tr("Take the start image away (Delete)"));
    m_clear->setCursor(Qt::ArrowCursor);
    connect(m_clear, &QToolButton::clicked, &m_image, &InitImage::clear);
    connect(this, &QAbstractButton::clicked, this, &InitImageWell::chooseRequested);
    connect(&m_image, &InitImage::changed, this, &InitImageWell::refresh);
    refresh();
}

QSize InitImageWell::sizeHint() const
{
    const int empty = fontMetrics().lineSpacing() * 2 + 20;
    return {160, m_image.isEmpty() ? empty : kFilledHeight};
}

void InitImageWell::refresh()
{
    m_clear->setVisible(!m_image.isEmpty());
    setText(m_image.isEmpty() ? tr("Drop, paste or choose a picture") : m_image.name().replace(u'&', QStringLiteral("&&")));
    setAccessibleDescription(m_image.isEmpty() ? toolTip() : m_image.name());
    updateGeometry();
    update();
}

void InitImageWell::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    const QRectF frame = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    const bool marked = hasFocus() || m_hovered;
    QPen pen(marked ? palette().color(QPalette::Highlight) : hairline(palette()), marked ? 1.6 : 1);
    if (m_image.isEmpty())
        pen.setStyle(Qt::DashLine);
    painter.setPen(pen);
    painter.setBrush(m_image.isEmpty() ? QBrush(Qt::NoBrush) : QBrush(canvasColour(palette())));
    painter.drawRoundedRect(frame, kRadius, kRadius);

    const QRect inside = rect().adjusted(kPadding, kPadding, -kPadding, -kPadding);
    const QImage picture = asQImage(m_image.prepared());
    if (!picture.isNull()) {
        const QSize size = picture.size().scaled(inside.size(), Qt::KeepAspectRatio);
        QRect target(QPoint(), size);
        target.moveCenter(inside.center());
        painter.drawImage(target, picture);
        if (m_image.mask())
            painter.drawImage(target, m_tint.of(m_image.mask(), size * devicePixelRatioF()));
        return;
    }
    painter.setPen(subduedText(palette()));
    painter.drawText(inside, Qt::AlignCenter | Qt::TextWordWrap, m_image.isBusy() ? tr("Reading…") : text());
}

void InitImageWell::resizeEvent(QResizeEvent *event)
{
    QAbstractButton::resizeEvent(event);
    const QSize size = m_clear->sizeHint();
    m_clear->setGeometry(QStyle::visualRect(layoutDirection(), rect(),
                                            QRect(width() - size.width() - kPadding, kPadding, size.width(), size.height())));
}

void InitImageWell::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Paste)) {
        if (const QMimeData *const data = QGuiApplication::clipboard()->mimeData(); !take(data))
            Q_EMIT pastedForTheWindow(data);
        return;
    }
    if (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace) {
        m_image.clear();
        return;
    }
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        if (event->modifiers() == Qt::NoModifier)
            click();
        else
            event->ignore();
        return;
    }
    QAbstractButton::keyPressEvent(event);
}

void InitImageWell::dragEnterEvent(QDragEnterEvent *event)
{
    if (!canTakePicture(event->mimeData())) {
        event->ignore(); // the window may know what to do with it
        return;
    }
    setHovered(true);
    event->acceptProposedAction();
}

void InitImageWell::dragLeaveEvent(QDragLeaveEvent *)
{
    setHovered(false);
}

void InitImageWell::dropEvent(QDropEvent *event)
{
    setHovered(false);
    if (take(event->mimeData()))
        event->acceptProposedAction();
    else
        event->ignore();
}

bool InitImageWell::take(const QMimeData *data)
{
    if (!data || !canTakePicture(data))
        return false;
    const DropContent content = dropContent(data);
    if (content.isPicture())
        Q_EMIT brought(content);
    return content.isPicture();
}

void InitImageWell::setHovered(bool hovered)
{
    m_hovered = hovered;
    update();
}

} // namespace calotype::ui
