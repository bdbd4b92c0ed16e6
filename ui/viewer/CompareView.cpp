#include "ui/viewer/CompareView.h"

#include "ui/ImageView.h"
#include "ui/Theme.h"
#include "ui/viewer/CompareDivider.h"

#include <QPainter>

#include <utility>

namespace calotype::ui {

namespace {

constexpr int kGap = 2; ///< logical pixels between pictures side by side

CompareView::Side otherSide(CompareView::Side side)
{
    return side == CompareView::Left ? CompareView::Right : CompareView::Left;
}

} // namespace

CompareView::CompareView(QWidget *parent)
    : QWidget(parent)
    , m_views{new ImageView(this), new ImageView(this)}
    , m_divider(new CompareDivider(this))
{
    setObjectName(QStringLiteral("compareView"));
    m_views[Left]->setObjectName(QStringLiteral("compareLeft"));
    m_views[Left]->setAccessibleName(tr("Left picture"));
    m_views[Right]->setObjectName(QStringLiteral("compareRight"));
    m_views[Right]->setAccessibleName(tr("Right picture"));
    m_views[Left]->raise(); // over the right one, where the divider lets it be seen
    m_divider->raise();
    m_divider->hide();
    setTabOrder(m_views[Left], m_divider);
    setTabOrder(m_divider, m_views[Right]);
    setFocusProxy(m_views[Left]);
    // Bars come and go with the event loop, and each of the two would change its view's size by itself.
    for (ImageView *const view : m_views) {
        view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        view->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    }
    for (const Side side : {Left, Right})
        connect(m_views[side], &ImageView::viewChanged, this, [this, side] { follow(side); });
    connect(m_views[Left], &ImageView::zoomChanged, this, [this] { Q_EMIT zoomChanged(leading()->zoom()); });
    connect(m_views[Right], &ImageView::zoomChanged, this, [this] {
        if (leading() == m_views[Right])
            Q_EMIT zoomChanged(m_views[Right]->zoom());
    });
    connect(m_divider, &CompareDivider::positionChanged, this, &CompareView::cut);
}

ImageView *CompareView::leading() const
{
    return m_views[Left]->isEmpty() ? m_views[Right] : m_views[Left];
}

void CompareView::setMode(Mode mode)
{
    if (mode == m_mode)
        return;
    m_mode = mode;
    m_divider->setVisible(mode == Mode::Slider);
    arrange();
    update();
}

void CompareView::setPicture(Side side, const ImagePyramid &picture)
{
    m_views[side]->setPicture(picture);
    // The one that was there stays as it is seen, and the new one joins it.
    const Side other = otherSide(side);
    follow(m_views[other]->isEmpty() ? side : other);
    cut();
}

void CompareView::setPlaceholder(Side side, const QString &text)
{
    m_placeholders[side] = text;
    m_views[side]->setPlaceholder(text);
}

void CompareView::swap()
{
    const ImageView *const seen = leading();
    const bool fitted = seen->isFitted();
    const double wide = seen->zoom() * seen->pictureSize().width();
    const QPointF centre = seen->centre();
    const ImagePyramid left = m_views[Left]->pyramid();
    const ImagePyramid right = m_views[Right]->pyramid();
    m_views[Left]->setPicture(right);
    m_views[Right]->setPicture(left);
    std::swap(m_placeholders[Left], m_placeholders[Right]);
    for (const Side side : {Left, Right})
        m_views[side]->setPlaceholder(m_placeholders[side]);
    ImageView *const now = leading();
    if (fitted || now->isEmpty())
        now->zoomToFit();
    else
        now->setView(wide / now->pictureSize().width(), centre);
    follow(now == m_views[Left] ? Left : Right);
    cut();
}

void CompareView::follow(Side side)
{
    const ImageView *const led = m_views[side];
    ImageView *const other = m_views[otherSide(side)];
    if (led->isEmpty() || other->isEmpty())
        return;
    other->setView(led->zoom() * led->pictureSize().width() / other->pictureSize().width(), led->centre());
}

void CompareView::zoomToFit()
{
    leading()->zoomToFit();
}

void CompareView::zoomToActualSize()
{
    leading()->zoomToActualSize();
}

void CompareView::zoomIn()
{
    leading()->zoomIn();
}

void CompareView::zoomOut()
{
    leading()->zoomOut();
}

void CompareView::resizeEvent(QResizeEvent *)
{
    arrange();
}

void CompareView::arrange()
{
    if (m_mode == Mode::Slider) {
        m_views[Left]->setGeometry(rect());
        m_views[Right]->setGeometry(rect());
    } else {
        const int half = (width() - kGap) / 2;
        m_views[Left]->setGeometry(0, 0, half, height());
        m_views[Right]->setGeometry(width() - half, 0, half, height());
    }
    m_divider->place();
    cut();
}

void CompareView::cut()
{
    if (m_mode == Mode::SideBySide) {
        m_views[Left]->clearMask();
        return;
    }
    // An empty region would be no mask at all: one beside the view hides it.
    const int line = qRound(m_divider->position() * width());
    m_views[Left]->setMask(line > 0 ? QRegion(0, 0, line, height()) : QRegion(-1, -1, 1, 1));
}

void CompareView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), hairline(palette()));
}

} // namespace calotype::ui
