#include "ui/startimage/PlacementDialog.h"

#include "ui/Form.h"
#include "ui/startimage/PlacementView.h"

#include <QButtonGroup>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

#include <cmath>

namespace calotype::ui {

PlacementDialog::PlacementDialog(const QImage &picture, const QSize &size, const QSize &target, const Placement &placement,
                                 QWidget *parent)
    : QDialog(parent)
    , m_size(size)
    , m_target(target)
    , m_view(new PlacementView)
    , m_modes(new QButtonGroup(this))
    , m_advice(adviceLabel())
{
    setObjectName(QStringLiteral("placementDialog"));
    setWindowTitle(tr("Place the Start Image"));
    m_view->setTargetSize(target);
    m_view->setPicture(picture, size);
    m_view->setPlacement(placement);

    auto *const modes = new QHBoxLayout;
    const auto mode = [&](const char *name, const QString &text, const QString &tip, Placement::Mode value) {
        auto *const button = new QRadioButton(text);
        button->setObjectName(QLatin1String(name));
        button->setToolTip(tip);
        m_modes->addButton(button, static_cast<int>(value));
        modes->addWidget(button);
    };
    mode("placeFill", tr("&Fill"), tr("The largest part in the middle"), Placement::Mode::Fill);
    mode("placeFit", tr("Fi&t"), tr("All of the picture; what is left free is painted anew"), Placement::Mode::Fit);
    mode("placeCrop", tr("&Crop"), tr("What the frame holds; drag it outward to have more painted around the picture"), Placement::Mode::Crop);
    modes->addStretch(1);
    connect(m_modes, &QButtonGroup::idClicked, this, [this](int id) { choose(static_cast<Placement::Mode>(id)); });
    connect(m_view, &PlacementView::edited, this, &PlacementDialog::refresh);

    auto *const buttons = new QDialogButtonBox;
    auto *const use = buttons->addButton(tr("&Use Picture"), QDialogButtonBox::AcceptRole);
    use->setObjectName(QStringLiteral("placeUse"));
    use->setDefault(true);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole)->setObjectName(QStringLiteral("placeCancel"));
    const QSize own = ownSize(size);
    auto *const ownButton = buttons->addButton(tr("Make It in the Picture’s &Own Size (%1 × %2)").arg(own.width()).arg(own.height()),
                                               QDialogButtonBox::ActionRole);
    ownButton->setObjectName(QStringLiteral("placeOwnSize"));
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        Q_EMIT placed(m_view->placement());
        accept();
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(ownButton, &QPushButton::clicked, this, [this, own] {
        Q_EMIT ownSizeChosen(own);
        accept();
    });

    auto *const column = new QVBoxLayout(this);
    auto *const words = new QLabel(
        hasShapeOf(size, target) ? tr("What shall be taken of the picture?")
                                 : tr("The picture has another shape than %1 × %2. What shall be taken of it?").arg(target.width()).arg(target.height()));
    words->setWordWrap(true);
    column->addWidget(words);
    column->addWidget(m_view, 1);
    column->addLayout(modes);
    column->addWidget(m_advice);
    column->addWidget(buttons);
    refresh();
    m_view->setFocus();
}

void PlacementDialog::choose(Placement::Mode mode)
{
    m_view->setPlacement({mode, mode == Placement::Mode::Crop ? m_view->frame() : QRectF()});
    refresh();
}

void PlacementDialog::refresh()
{
    m_modes->button(static_cast<int>(m_view->placement().mode))->setChecked(true);
    const QRectF frame = m_view->frame();
    QString words = tr("Takes %1 × %2 of %3 × %4 pixels.")
                        .arg(std::lround(frame.width()))
                        .arg(std::lround(frame.height()))
                        .arg(m_size.width())
                        .arg(m_size.height());
    if (reachesBeyond(frame, m_size))
        words += u' ' + tr("The hatched part is masked, and painted anew.");
    setAdvice(m_advice, words);
}

} // namespace calotype::ui
