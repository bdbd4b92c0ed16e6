#include "ui/SizePicker.h"

#include "ui/Form.h"
#include "ui/GenerationSettings.h"
#include "ui/WheelGuard.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <cmath>

namespace calotype::ui {

namespace {

/// Sizes that keep the UNet's deepest level whole: 8 for the VAE, 8 for the network.
constexpr int kShapeStep = 64;

struct Shape {
    int across;
    int down;
};
constexpr std::array<Shape, 9> kShapes{{{1, 1}, {4, 3}, {3, 2}, {16, 9}, {21, 9}, {3, 4}, {2, 3}, {9, 16}, {9, 21}}};

QSpinBox *makeBox(const char *name)
{
    auto *const box = new QSpinBox;
    box->setObjectName(QLatin1String(name));
    box->setRange(bounds::kSizeMin, bounds::kSizeMax);
    box->setSingleStep(kShapeStep);
    box->setKeyboardTracking(false);
    box->setAlignment(Qt::AlignRight);
    WheelGuard::protect(box);
    return box;
}

int toStep(double length)
{
    const int steps = std::max(1, static_cast<int>(std::lround(length / kShapeStep)));
    return std::min(steps * kShapeStep, bounds::kSizeMax);
}

} // namespace

SizePicker::SizePicker(GenerationSettings &settings, QWidget *parent)
    : QWidget(parent)
    , m_settings(settings)
    , m_width(makeBox("width"))
    , m_height(makeBox("height"))
    , m_shape(new QComboBox)
{
    m_shape->setObjectName(QStringLiteral("shape"));
    m_shape->setMinimumContentsLength(8);
    m_shape->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    WheelGuard::protect(m_shape);
    auto *const swap = new QToolButton;
    swap->setObjectName(QStringLiteral("swapSize"));
    swap->setText(QStringLiteral("⇄"));
    swap->setAccessibleName(tr("Swap width and height"));
    swap->setToolTip(tr("Swap width and height"));
    swap->setFocusPolicy(Qt::StrongFocus);
    swap->setAutoRaise(true);

    auto *const boxes = sideBySide();
    boxes->addWidget(labelled(tr("&Width"), m_width, tr("Width in pixels, a multiple of 8")), 1);
    boxes->addWidget(swap, 0, Qt::AlignBottom);
    boxes->addWidget(labelled(tr("He&ight"), m_height, tr("Height in pixels, a multiple of 8")), 1);
    auto *const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(labelled(tr("Si&ze"), m_shape, tr("The model’s own size, or a common shape of that area")));
    layout->addLayout(boxes);

    fillShapes();
    refresh();
    connect(&m_settings, &GenerationSettings::changed, this, &SizePicker::refresh);
    connect(m_shape, &QComboBox::activated, this, &SizePicker::chooseShape);
    connect(m_width, &QSpinBox::valueChanged, this, &SizePicker::takeBoxes);
    connect(m_height, &QSpinBox::valueChanged, this, &SizePicker::takeBoxes);
    connect(swap, &QToolButton::clicked, this, [this] {
        const GenerationValues &values = m_settings.values();
        m_settings.setSize(values.height, values.width);
    });
}

QSize SizePicker::shapeSize(int across, int down, const QSize &native)
{
    const double area = static_cast<double>(native.width()) * native.height();
    const double width = std::sqrt(area * across / down);
    return {toStep(width), toStep(width * down / across)};
}

void SizePicker::setNativeSize(const QSize &size)
{
    if (size.isEmpty())
        return;
    m_native = size;
    fillShapes();
    m_settings.offerModelSize(size.width(), size.height());
    refresh();
}

void SizePicker::fillShapes()
{
    const QSignalBlocker quiet(m_shape);
    m_shape->clear();
    m_shape->addItem(tr("Model’s size (%1 × %2)").arg(m_native.width()).arg(m_native.height()), m_native);
    QList<QSize> seen;
    for (const Shape &shape : kShapes) {
        const QSize size = shapeSize(shape.across, shape.down, m_native);
        if (seen.contains(size)) // small models: the steps of 64 leave no room between the shapes
            continue;
        seen.append(size);
        m_shape->addItem(tr("%1 : %2 (%3 × %4)").arg(shape.across).arg(shape.down).arg(size.width()).arg(size.height()),
                         size);
    }
    m_shape->addItem(tr("Custom"), QSize());
}

void SizePicker::refresh()
{
    const GenerationValues &values = m_settings.values();
    const QSignalBlocker quietWidth(m_width);
    const QSignalBlocker quietHeight(m_height);
    const QSignalBlocker quietShape(m_shape);
    m_width->setValue(values.width);
    m_height->setValue(values.height);
    const QSize size(values.width, values.height);
    int item = m_shape->count() - 1;
    for (int i = values.modelSize ? 0 : 1; i < m_shape->count() - 1; ++i) {
        if (m_shape->itemData(i).toSize() == size) {
            item = i;
            break;
        }
    }
    m_shape->setCurrentIndex(item);
}

void SizePicker::chooseShape(int item)
{
    const QSize size = m_shape->itemData(item).toSize();
    if (!size.isEmpty())
        m_settings.setSize(size.width(), size.height());
    if (item == 0)
        m_settings.setModelSize(true);
    refresh();
}

void SizePicker::takeBoxes()
{
    m_settings.setSize(m_width->value(), m_height->value());
    refresh(); // shows what the bounds made of it
}

} // namespace calotype::ui
