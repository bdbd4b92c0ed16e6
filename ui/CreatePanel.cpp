#include "ui/CreatePanel.h"

#include "core/engine/Validation.h"
#include "ui/ActionButton.h"
#include "ui/Form.h"
#include "ui/GenerationSettings.h"
#include "ui/InitImage.h"
#include "ui/InitImageWell.h"
#include "ui/ModelOptionsPicker.h"
#include "ui/ModelPicker.h"
#include "ui/NumberField.h"
#include "ui/SamplerPicker.h"
#include "ui/SeedPicker.h"
#include "ui/SizePicker.h"
#include "ui/VariationPicker.h"
#include "ui/WheelGuard.h"
#include "ui/startimage/StartImageTools.h"
#include "ui/prompt/PromptEdit.h"
#include "ui/prompt/PromptPanel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

namespace calotype::ui {

namespace {

constexpr int kMinimumWidth = 320;
constexpr int kMaximumWidth = 420;
constexpr int kMargin = 14;
constexpr int kUsefulStepsMost = 60;
constexpr int kUsefulGuidanceMost = 15;
constexpr int kUsefulClipSkipMost = 4;

QVBoxLayout *column(QWidget *widget, int spacing)
{
    auto *const layout = new QVBoxLayout(widget);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing);
    return layout;
}

// Tab shows the whole field that it leads to. Qt would be content with the part of it where the text stands.
class FormArea final : public QScrollArea
{
protected:
    bool focusNextPrevChild(bool next) override
    {
        if (!QScrollArea::focusNextPrevChild(next))
            return false;
        const QWidget *const now = focusWidget();
        if (now && widget()->isAncestorOf(now)) {
            const QRect field(now->mapTo(widget(), QPoint()), now->size());
            ensureVisible(field.left(), field.bottom());
            ensureVisible(field.left(), field.top());
        }
        return true;
    }
};

} // namespace

CreatePanel::CreatePanel(const Parts &parts, QWidget *parent)
    : QWidget(parent)
    , m_settings(parts.settings)
    , m_initImage(parts.initImage)
{
    setObjectName(QStringLiteral("createPanel"));
    setAccessibleName(tr("Create"));
    setMinimumWidth(kMinimumWidth);
    setMaximumWidth(kMaximumWidth);

    auto *const scroll = new FormArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(makeForm(parts));

    auto *const layout = column(this, 0);
    layout->addWidget(scroll, 1);
    layout->addWidget(makeButtons(parts));
    m_estimate = adviceLabel();
    m_estimate->setObjectName(QStringLiteral("estimate"));
    m_estimate->setAccessibleName(tr("What the run will take"));
    m_estimate->setContentsMargins(kMargin, 0, kMargin, kMargin);
    m_estimate->setAlignment(Qt::AlignHCenter);
    layout->addWidget(m_estimate);

    refresh();
    refreshStartImage();
    connect(&m_settings, &GenerationSettings::changed, this, &CreatePanel::refresh);
    connect(&m_initImage, &InitImage::changed, this, &CreatePanel::refreshStartImage);
    connect(&m_settings, &GenerationSettings::sizeChanged, &m_initImage, &InitImage::setTargetSize);
    m_initImage.setTargetSize(m_settings.values().width, m_settings.values().height);
}

QWidget *CreatePanel::makeForm(const Parts &parts)
{
    auto *const form = new QWidget;
    auto *const layout = column(form, 14);
    layout->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    m_model = new ModelPicker(m_settings, parts.models, parts.modelActions);
    m_modelOptions = new ModelOptionsPicker(m_settings, parts.options);
    m_prompts = new PromptPanel({parts.settings, parts.store, parts.dataFolder});
    layout->addWidget(m_prompts);
    layout->addWidget(m_model);
    layout->addWidget(m_modelOptions);
    layout->addWidget(new SamplerPicker(m_settings));
    layout->addWidget(makeNumbers());
    m_size = new SizePicker(m_settings);
    layout->addWidget(m_size);
    auto *const seedLine = sideBySide();
    seedLine->addWidget(new SeedPicker(m_settings), 1);
    m_count = new QSpinBox;
    m_count->setObjectName(QStringLiteral("count"));
    m_count->setRange(1, bounds::kCountMax);
    m_count->setKeyboardTracking(false);
    m_count->setAlignment(Qt::AlignRight);
    WheelGuard::protect(m_count);
    connect(m_count, &QSpinBox::valueChanged, &m_settings, &GenerationSettings::setCount);
    seedLine->addWidget(labelled(tr("Pictures"), m_count, tr("How many pictures to make, each with the next seed")));
    layout->addLayout(seedLine);
    layout->addWidget(new VariationPicker(m_settings));
    layout->addWidget(makeStartImage());
    layout->addStretch(1);
    connect(m_model, &ModelPicker::nativeSizeChanged, m_size, &SizePicker::setNativeSize);
    return form;
}

PromptEdit *CreatePanel::promptEdit() const
{
    return m_prompts->promptEdit();
}

QWidget *CreatePanel::makeNumbers()
{
    auto *const numbers = new QWidget;
    auto *const layout = column(numbers, 8);
    m_steps = new NumberField({1, bounds::kStepsMax, kUsefulStepsMost, 1, 0});
    m_steps->setObjectName(QStringLiteral("steps"));
    m_guidance = new NumberField({0, bounds::kGuidanceMax, kUsefulGuidanceMost, 0.5, 1});
    m_guidance->setObjectName(QStringLiteral("guidance"));
    m_clipSkip = new NumberField({1, bounds::kClipSkipMax, kUsefulClipSkipMost, 1, 0});
    m_clipSkip->setObjectName(QStringLiteral("clipSkip"));
    const QString stepsTip = tr("How many steps the picture takes: more take longer");
    const QString guidanceTip = tr("How closely the picture follows the prompt; 1 and below: no guidance, twice as fast");
    layout->addWidget(labelled(tr("S&teps"), m_steps, stepsTip));
    layout->addWidget(labelled(tr("G&uidance"), m_guidance, guidanceTip));
    m_steps->setNames(tr("Steps"), stepsTip);
    m_guidance->setNames(tr("Guidance"), guidanceTip);
    const QString clipTip = tr("Which layer of the text encoder is read: 1 the last one, 2 the last but one, as many "
                               "models of drawn figures want");
    layout->addWidget(labelled(tr("Clip s&kip"), m_clipSkip, clipTip));
    m_clipSkip->setNames(tr("Clip skip"), clipTip);
    connect(m_steps, &NumberField::edited, this, [this](double value) { m_settings.setSteps(qRound(value)); });
    connect(m_guidance, &NumberField::edited, &m_settings, &GenerationSettings::setGuidance);
    connect(m_clipSkip, &NumberField::edited, this, [this](double value) { m_settings.setClipSkip(qRound(value)); });
    return numbers;
}

QWidget *CreatePanel::makeStartImage()
{
    auto *const box = new QWidget;
    auto *const layout = column(box, 8);
    m_well = new InitImageWell(m_initImage);
    layout->addWidget(labelled(tr("Start image"), m_well,
                               tr("A picture to start from, cropped to the size of the result")));
    m_startTools = new StartImageTools(m_settings, m_initImage);
    layout->addWidget(m_startTools);
    m_strength = new NumberField({0, 1, 1, 0.01, 2});
    m_strength->setObjectName(QStringLiteral("strength"));
    const QString tip = tr("How far the result may leave the start image: 0 keeps it, 1 takes nothing of it");
    m_strengthAdvice = adviceLabel();
    m_strengthBox = new QWidget;
    auto *const strength = column(m_strengthBox, 3);
    strength->addWidget(labelled(tr("Strength"), m_strength, tip));
    strength->addWidget(m_strengthAdvice);
    m_strength->setNames(tr("Strength"), tip);
    layout->addWidget(m_strengthBox);
    connect(m_strength, &NumberField::edited, &m_settings, &GenerationSettings::setStrength);
    return box;
}

QWidget *CreatePanel::makeButtons(const Parts &parts)
{
    auto *const bar = new QWidget;
    auto *const generate = new ActionButton(parts.generate);
    generate->setObjectName(QStringLiteral("generateButton"));
    generate->setMarked(true);
    auto *const stop = new ActionButton(parts.stop);
    stop->setObjectName(QStringLiteral("stopButton"));
    auto *const layout = new QHBoxLayout(bar);
    layout->setContentsMargins(kMargin, 10, kMargin, kMargin);
    layout->setSpacing(8);
    layout->addWidget(generate, 3);
    layout->addWidget(stop, 1);
    return bar;
}

void CreatePanel::refresh()
{
    const GenerationValues &values = m_settings.values();
    m_steps->setValue(values.steps);
    m_guidance->setValue(values.guidance);
    m_clipSkip->setValue(values.clipSkip);
    m_strength->setValue(values.strength);
    const QSignalBlocker quiet(m_count);
    m_count->setValue(values.count);
    const int steps = effectiveSteps(values.steps, values.strength);
    setAdvice(m_strengthAdvice, steps > 0 ? tr("Runs %1 of %n step(s)", nullptr, values.steps).arg(steps)
                                          : tr("No step would run: raise the strength or the steps"));
}

void CreatePanel::setEstimate(const QString &line)
{
    setAdvice(m_estimate, line);
}

void CreatePanel::refreshStartImage()
{
    m_strengthBox->setVisible(!m_initImage.isEmpty());
}

} // namespace calotype::ui
