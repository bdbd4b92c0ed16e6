#include "ui/prompt/PromptPanel.h"

#include "core/engine/SamplerTable.h"
#include "ui/Form.h"
#include "ui/GenerationSettings.h"
#include "ui/WheelGuard.h"
#include "ui/prompt/PromptEdit.h"
#include "ui/prompt/StylesPopup.h"
#include "ui/prompt/TokenCounter.h"

#include <QComboBox>
#include <QDir>
#include <QHBoxLayout>
#include <QSettings>
#include <QToolButton>
#include <QToolTip>
#include <QVBoxLayout>

namespace calotype::ui {

PromptPanel::Field::Field(const char *historyKey)
    : history(QLatin1String(historyKey))
{
}

PromptPanel::PromptPanel(const Parts &parts, QWidget *parent)
    : QWidget(parent)
    , m_settings(parts.settings)
    , m_store(parts.store)
    , m_styles(QDir(parts.dataFolder).filePath(QStringLiteral("styles.json")))
    , m_presets(QDir(parts.dataFolder).filePath(QStringLiteral("presets.json")))
    , m_prompt("history/prompts")
    , m_negative("history/negativePrompts")
{
    auto *const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    layout->addWidget(makeField(m_prompt, 5, tr("Pr&ompt"), tr("What the picture shows")));
    layout->addWidget(makeField(m_negative, 2, tr("&Negative prompt"),
                                tr("What the picture should not show; counts with a guidance above 1")));
    layout->addWidget(makeTools());
    m_prompt.edit->setObjectName(QStringLiteral("prompt"));
    m_prompt.edit->setPlaceholderText(tr("What to show, and how"));
    m_prompt.counter->setObjectName(QStringLiteral("promptTokens"));
    m_negative.edit->setObjectName(QStringLiteral("negativePrompt"));
    m_negative.edit->setPlaceholderText(tr("What to keep out"));
    m_negative.edit->setSide(PromptSide::Negative);
    m_negative.counter->setObjectName(QStringLiteral("negativePromptTokens"));

    connect(m_prompt.edit, &PromptEdit::textChanged, this,
            [this] { m_settings.setPrompt(m_prompt.edit->toPlainText()); });
    connect(m_negative.edit, &PromptEdit::textChanged, this,
            [this] { m_settings.setNegativePrompt(m_negative.edit->toPlainText()); });
    connect(&m_settings, &GenerationSettings::changed, this, &PromptPanel::refresh);
    connect(&m_styles, &SavedList::failed, this, &PromptPanel::failed);
    connect(&m_presets, &SavedList::failed, this, &PromptPanel::failed);
    refresh();
    for (const Field *const field : {&m_prompt, &m_negative})
        field->edit->document()->clearUndoRedoStacks(); // what was there from the start is nothing to undo
}

QWidget *PromptPanel::makeField(Field &field, int lines, const QString &label, const QString &tooltip)
{
    field.edit = new PromptEdit(lines);
    field.counter = new TokenCounter;
    field.history.restore(m_store);
    field.edit->setHistory(&field.history);
    connect(field.edit, &PromptEdit::weightsAreOff, this, &PromptPanel::tellOfSyntax);
    connect(&field.meter, &PromptMeter::measured, this, [&field](const PromptMeasure &measure) {
        field.counter->setMeasure(measure);
        const bool isCut = measure.isCut() && !measure.begins.empty();
        field.edit->setCut(isCut ? measure.begins.front() : -1);
        field.edit->setWindows(measure.begins);
    });
    const QString keys = tr("Ctrl+Space completes a word as it was used before, Alt+Up brings a prompt back");
    return labelled(label, field.edit, tooltip + u'\n' + keys, field.counter);
}

QWidget *PromptPanel::makeTools()
{
    auto *const tools = new QWidget;
    m_syntax = new QComboBox;
    m_syntax->setObjectName(QStringLiteral("promptSyntax"));
    m_syntax->addItem(tr("Plain prompts"), static_cast<int>(PromptSyntax::Plain));
    m_syntax->addItem(tr("Weights and schedules (as in A1111)"), static_cast<int>(PromptSyntax::Weighted));
    m_syntax->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_syntax->setMinimumContentsLength(12);
    m_syntax->setAccessibleName(tr("Prompt syntax"));
    const QString tip = tr("Plain prompts are read as they stand, up to 75 tokens. With weights, (word:1.2) counts more and "
                           "[word] less, [this:that:0.5] changes midway, BREAK and AND part a prompt, and it may be longer. "
                           "Ctrl+Up and Ctrl+Down change a weight.");
    m_syntax->setToolTip(QStringLiteral("<qt>%1</qt>").arg(tip.toHtmlEscaped()));
    m_syntax->setAccessibleDescription(tip);
    WheelGuard::protect(m_syntax);
    m_open = new QToolButton;
    m_open->setObjectName(QStringLiteral("styles"));
    m_open->setText(tr("St&yles…"));
    m_open->setAutoRaise(true);
    m_open->setFocusPolicy(Qt::StrongFocus);
    m_open->setAccessibleName(tr("Styles and presets"));
    m_open->setToolTip(tr("Use or save a style of prompt, or a preset of settings"));

    auto *const layout = new QHBoxLayout(tools);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_syntax, 1);
    layout->addWidget(m_open);
    connect(m_syntax, &QComboBox::currentIndexChanged, this, [this](int index) {
        m_settings.setPromptSyntax(static_cast<PromptSyntax>(m_syntax->itemData(index).toInt()));
    });
    connect(m_open, &QToolButton::clicked, this, &PromptPanel::showStyles);
    return tools;
}

void PromptPanel::refresh()
{
    const GenerationValues &values = m_settings.values();
    const bool isWeighted = values.promptSyntax == PromptSyntax::Weighted;
    const auto sampler = findSampler(values.sampler.toStdString());
    const int evaluations = values.steps * (sampler ? sampler.value()->evaluationsPerStep : 1);
    const auto show = [&](Field &field, const QString &text) {
        field.edit->setText(text);
        if (field.edit->isWeighted() != isWeighted)
            field.edit->setWeighted(isWeighted);
        const PromptSide side = &field == &m_negative ? PromptSide::Negative : PromptSide::Positive;
        field.meter.setPrompt(text, values.promptSyntax, evaluations, side);
    };
    show(m_prompt, values.prompt);
    show(m_negative, values.negativePrompt);
    m_syntax->setCurrentIndex(m_syntax->findData(static_cast<int>(values.promptSyntax)));
}

void PromptPanel::remember()
{
    for (Field *const field : {&m_prompt, &m_negative}) {
        field->history.add(field->edit->toPlainText());
        field->history.store(m_store);
    }
}

void PromptPanel::showStyles()
{
    if (!m_popup) {
        m_popup = new StylesPopup(m_settings, {m_styles, m_presets}, this);
        connect(m_popup, &StylesPopup::styled, this, [this](const QString &prompt, const QString &negative) {
            m_prompt.edit->setText(prompt);
            m_negative.edit->setText(negative);
            m_prompt.edit->setFocus();
        });
    }
    m_popup->openUnder(*m_open);
}

void PromptPanel::tellOfSyntax()
{
    QToolTip::showText(m_syntax->mapToGlobal(QPoint(0, m_syntax->height())),
                       tr("Weights count with “%1”.").arg(m_syntax->itemText(1)), m_syntax);
}

} // namespace calotype::ui
