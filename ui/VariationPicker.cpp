#include "ui/VariationPicker.h"

#include "ui/Form.h"
#include "ui/GenerationSettings.h"
#include "ui/NumberField.h"
#include "ui/WheelGuard.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QRandomGenerator>
#include <QRegularExpressionValidator>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

namespace calotype::ui {

VariationPicker::VariationPicker(GenerationSettings &settings, QWidget *parent)
    : QWidget(parent)
    , m_settings(settings)
    , m_fold(new QToolButton)
    , m_body(new QWidget)
    , m_seed(new QLineEdit)
    , m_strength(new NumberField({0, 1, 1, 0.01, 2}))
    , m_noise(new QComboBox)
    , m_advice(adviceLabel())
{
    m_fold->setObjectName(QStringLiteral("variationFold"));
    m_fold->setText(tr("Variation"));
    m_fold->setToolTip(tr("A second seed, and where the noise comes from"));
    m_fold->setAccessibleName(tr("Variation"));
    m_fold->setAccessibleDescription(m_fold->toolTip());
    m_fold->setCheckable(true);
    m_fold->setAutoRaise(true);
    m_fold->setFocusPolicy(Qt::StrongFocus);
    m_fold->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_body->setObjectName(QStringLiteral("variationBody"));
    m_strength->setObjectName(QStringLiteral("variationStrength"));
    m_noise->setObjectName(QStringLiteral("noiseMode"));
    m_advice->setObjectName(QStringLiteral("noiseAdvice"));
    fillNoises();

    auto *const body = new QVBoxLayout(m_body);
    body->setContentsMargins(0, 0, 0, 0);
    body->setSpacing(8);
    body->addWidget(makeSeedLine());
    const QString tip = tr("How far to go from the seed’s noise to that of the variation seed; 0 is no variation. Above "
                           "it, several pictures are variations of one.");
    body->addWidget(labelled(tr("Variation strength"), m_strength, tip));
    m_strength->setNames(tr("Variation strength"), tip);
    body->addWidget(labelled(tr("Noise"), m_noise, tr("Where the noise of the pictures comes from")));
    body->addWidget(m_advice);
    auto *const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_fold);
    layout->addWidget(m_body);

    unfold(false);
    connect(m_fold, &QToolButton::toggled, this, &VariationPicker::unfold);
    refresh();
    connect(&m_settings, &GenerationSettings::changed, this, &VariationPicker::refresh);
    connect(m_seed, &QLineEdit::textEdited, this, &VariationPicker::takeSeed);
    connect(m_seed, &QLineEdit::editingFinished, this, &VariationPicker::refresh);
    connect(m_strength, &NumberField::edited, &m_settings, &GenerationSettings::setVariationStrength);
    connect(m_noise, &QComboBox::activated, this,
            [this](int item) { m_settings.setNoise(static_cast<NoiseMode>(m_noise->itemData(item).toInt())); });
}

QWidget *VariationPicker::makeSeedLine()
{
    m_seed->setObjectName(QStringLiteral("variationSeed"));
    m_seed->setValidator(new QRegularExpressionValidator(QRegularExpression(QStringLiteral("\\d{0,10}")), m_seed));
    auto *const dice = new QToolButton;
    dice->setObjectName(QStringLiteral("variationDice"));
    dice->setText(QStringLiteral("⚄"));
    dice->setAccessibleName(tr("Draw a variation seed"));
    dice->setToolTip(tr("Draw a variation seed"));
    dice->setFocusPolicy(Qt::StrongFocus);
    dice->setAutoRaise(true);
    connect(dice, &QToolButton::clicked, this,
            [this] { m_settings.setVariationSeed(QRandomGenerator::global()->generate()); });

    auto *const line = new QWidget;
    auto *const layout = sideBySide();
    layout->addWidget(labelled(tr("Variation seed"), m_seed,
                               tr("Number from 0 to 4294967295; the pictures that follow have the next ones")),
                      1);
    layout->addWidget(dice, 0, Qt::AlignBottom);
    line->setLayout(layout);
    return line;
}

void VariationPicker::fillNoises()
{
    const auto add = [this](const QString &name, NoiseMode mode) { m_noise->addItem(name, static_cast<int>(mode)); };
    add(tr("For each picture"), NoiseMode::PerImage);
    add(tr("For the whole batch"), NoiseMode::Batch);
    add(tr("As an NVIDIA card’s"), NoiseMode::Nv);
    WheelGuard::protect(m_noise);
}

void VariationPicker::unfold(bool open)
{
    m_fold->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
    m_body->setVisible(open);
}

void VariationPicker::refresh()
{
    const GenerationValues &values = m_settings.values();
    const bool isUnusual = values.variationStrength > 0 || values.noise != NoiseMode::PerImage;
    if (isUnusual && !m_wasUnusual)
        m_fold->setChecked(true);
    m_wasUnusual = isUnusual;
    const QString seed = QString::number(values.variationSeed);
    const bool isBeingWritten = m_seed->hasFocus() && m_seed->text().isEmpty();
    if (m_seed->text() != seed && !isBeingWritten)
        m_seed->setText(seed);
    m_strength->setValue(values.variationStrength);
    const QSignalBlocker quiet(m_noise);
    m_noise->setCurrentIndex(m_noise->findData(static_cast<int>(values.noise)));
    switch (values.noise) {
    case NoiseMode::PerImage:
        setAdvice(m_advice, tr("Each picture can be made again by its seed alone"));
        break;
    case NoiseMode::Batch:
        setAdvice(m_advice, tr("As diffusers draws a batch: a picture needs the whole batch to be made again"));
        break;
    case NoiseMode::Nv:
        setAdvice(m_advice, tr("For seeds that other programs used on an NVIDIA card"));
        break;
    }
}

void VariationPicker::takeSeed()
{
    if (m_seed->text().isEmpty())
        return;
    m_settings.setVariationSeed(m_seed->text().toLongLong());
    refresh();
}

} // namespace calotype::ui
