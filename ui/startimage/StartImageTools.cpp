#include "ui/startimage/StartImageTools.h"

#include "core/engine/GenerationRequest.h"
#include "ui/Form.h"
#include "ui/GenerationSettings.h"
#include "ui/InitImage.h"
#include "ui/NumberField.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace calotype::ui {

namespace {

constexpr int kUsefulPadding = 256;

} // namespace

StartImageTools::StartImageTools(GenerationSettings &settings, InitImage &image, QWidget *parent)
    : QWidget(parent)
    , m_settings(settings)
    , m_image(image)
    , m_onlyMasked(new QCheckBox(tr("Make only the masked part")))
    , m_padding(new NumberField({0, bounds::kMaskPaddingMax, kUsefulPadding, 1, 0}))
{
    auto *const row = new QHBoxLayout;
    row->setSpacing(6);
    const auto button = [&](const char *name, const QString &text, const QString &tip) {
        auto *const made = new QPushButton(text);
        made->setObjectName(QLatin1String(name));
        made->setToolTip(tip);
        row->addWidget(made);
        return made;
    };
    QPushButton *const place = button("placeStartImage", tr("Place…"), tr("Choose what is taken of the start image"));
    QPushButton *const paint = button("paintMask", tr("Paint mask…"), tr("Mark what is to be made anew"));
    m_clearMask = button("clearMask", tr("Clear mask"), tr("Mark nothing: all of the picture is made anew"));
    connect(place, &QPushButton::clicked, this, &StartImageTools::placeRequested);
    connect(paint, &QPushButton::clicked, this, &StartImageTools::paintRequested);
    connect(m_clearMask, &QPushButton::clicked, &m_image, &InitImage::clearMask);

    m_onlyMasked->setObjectName(QStringLiteral("inpaintOnlyMasked"));
    m_onlyMasked->setToolTip(tr("Only the masked part is made, at the full size, and laid back; the rest of the picture stays as it is"));
    connect(m_onlyMasked, &QCheckBox::toggled, &m_settings, &GenerationSettings::setInpaintOnlyMasked);
    m_padding->setObjectName(QStringLiteral("maskPadding"));
    const QString tip = tr("How many pixels around the mask are made with it, so that both fit together");
    m_paddingBox = labelled(tr("Padding"), m_padding, tip);
    m_padding->setNames(tr("Padding"), tip);
    connect(m_padding, &NumberField::edited, this, [this](double pixels) { m_settings.setMaskPadding(qRound(pixels)); });

    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addLayout(row);
    column->addWidget(m_onlyMasked);
    column->addWidget(m_paddingBox);
    connect(&m_settings, &GenerationSettings::changed, this, &StartImageTools::refresh);
    connect(&m_image, &InitImage::changed, this, &StartImageTools::refresh);
    refresh();
}

void StartImageTools::refresh()
{
    const GenerationValues &values = m_settings.values();
    m_image.setOnlyMasked(values.inpaintOnlyMasked);
    const QSignalBlocker quiet(m_onlyMasked);
    m_onlyMasked->setChecked(values.inpaintOnlyMasked);
    m_padding->setValue(values.maskPadding);
    setVisible(!m_image.isEmpty());
    m_clearMask->setEnabled(m_image.hasMask());
    m_onlyMasked->setVisible(m_image.hasMask() || values.inpaintOnlyMasked);
    m_paddingBox->setVisible(values.inpaintOnlyMasked && m_image.hasMask());
}

} // namespace calotype::ui
