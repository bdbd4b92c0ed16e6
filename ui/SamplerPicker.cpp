#include "ui/SamplerPicker.h"

#include "core/engine/SamplerTable.h"
#include "ui/Form.h"
#include "ui/GenerationSettings.h"
#include "ui/TableWords.h"
#include "ui/WheelGuard.h"

#include <QComboBox>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace calotype::ui {

namespace {

QString text(std::string_view words)
{
    return QString::fromUtf8(words.data(), static_cast<qsizetype>(words.size()));
}

/// The preset that means the chosen pair, or null.
const PresetInfo *presetOf(const GenerationValues &values)
{
    const auto all = presets();
    const auto found = std::find_if(all.begin(), all.end(), [&](const PresetInfo &preset) {
        return text(preset.sampler) == values.sampler && text(preset.schedule) == values.schedule;
    });
    return found == all.end() ? nullptr : &*found;
}

QString reasonAgainst(const QString &sampler, const QString &schedule)
{
    if (sampler.isEmpty())
        return {};
    const Result<void> pair = checkPair(sampler.toStdString(), schedule.toStdString());
    return pair ? QString() : QString::fromStdString(pair.error().message);
}

QComboBox *makeBox(const char *name)
{
    auto *const box = new QComboBox;
    box->setObjectName(QLatin1String(name));
    box->setMinimumContentsLength(8);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    WheelGuard::protect(box);
    return box;
}

} // namespace

SamplerPicker::SamplerPicker(GenerationSettings &settings, QWidget *parent)
    : QWidget(parent)
    , m_settings(settings)
    , m_preset(makeBox("preset"))
    , m_sampler(makeBox("sampler"))
    , m_schedule(makeBox("schedule"))
    , m_advice(adviceLabel())
{
    m_advice->setObjectName(QStringLiteral("presetAdvice"));
    auto *const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(labelled(tr("P&reset"), m_preset, tr("A proven pair of sampler and schedule")));
    layout->addWidget(m_advice);
    auto *const pair = sideBySide();
    pair->addWidget(labelled(tr("S&ampler"), m_sampler, tr("How each step is taken")), 1);
    pair->addWidget(labelled(tr("&Schedule"), m_schedule, tr("Where the noise levels of the steps lie")), 1);
    layout->addLayout(pair);

    fill();
    refresh();
    connect(&m_settings, &GenerationSettings::changed, this, &SamplerPicker::refresh);
    connect(m_preset, &QComboBox::activated, this, [this] { choosePreset(m_preset->currentData().toString()); });
    connect(m_sampler, &QComboBox::activated, this, [this] { chooseSampler(m_sampler->currentData().toString()); });
    connect(m_schedule, &QComboBox::activated, this,
            [this] { m_settings.setSchedule(m_schedule->currentData().toString()); });
}

void SamplerPicker::fill()
{
    m_preset->addItem(tr("Custom"), QString());
    m_preset->setItemData(0, tr("The sampler and schedule below"), Qt::ToolTipRole);
    for (const PresetInfo &preset : presets()) {
        const QString name = preset.recommended ? tr("%1 ★").arg(text(preset.name)) : text(preset.name);
        m_preset->addItem(name, text(preset.id));
        m_preset->setItemData(m_preset->count() - 1, tableWords(preset.description), Qt::ToolTipRole);
    }
    m_sampler->addItem(tr("Model’s own"), QString());
    m_sampler->setItemData(0, tr("The sampler that the model’s configuration names"), Qt::ToolTipRole);
    for (const SamplerInfo &sampler : samplers()) {
        m_sampler->addItem(text(sampler.name), text(sampler.id));
        m_sampler->setItemData(m_sampler->count() - 1, tableWords(sampler.description), Qt::ToolTipRole);
    }
    for (const ScheduleInfo &schedule : schedules())
        m_schedule->addItem(tableWords(schedule.name), text(schedule.id));
}

void SamplerPicker::refresh()
{
    const GenerationValues &values = m_settings.values();
    const PresetInfo *const preset = presetOf(values);
    selectById(m_preset, preset ? text(preset->id) : QString());
    selectById(m_sampler, values.sampler);
    selectById(m_schedule, values.schedule);

    int item = 0;
    for (const ScheduleInfo &schedule : schedules()) {
        const QString reason = reasonAgainst(values.sampler, text(schedule.id));
        setItemPossible(m_schedule, item++, reason.isEmpty(), reason.isEmpty() ? tableWords(schedule.description) : reason);
    }

    const QString impossible = reasonAgainst(values.sampler, values.schedule);
    if (!impossible.isEmpty())
        setAdvice(m_advice, impossible);
    else if (preset)
        setAdvice(m_advice, tr("%1–%2 steps · best for %3")
                                .arg(preset->optimalStepsMin)
                                .arg(preset->optimalStepsMax)
                                .arg(tableWords(preset->bestFor)));
    else
        setAdvice(m_advice, {});
}

void SamplerPicker::choosePreset(const QString &id)
{
    const Result<const PresetInfo *> preset = findPreset(id.toStdString());
    if (id.isEmpty() || !preset) {
        refresh(); // Custom says what is; it changes nothing
        return;
    }
    GenerationValues values = m_settings.values();
    values.sampler = text(preset.value()->sampler);
    values.schedule = text(preset.value()->schedule);
    values.steps = std::clamp(values.steps, preset.value()->optimalStepsMin, preset.value()->optimalStepsMax);
    m_settings.setValues(values);
}

void SamplerPicker::chooseSampler(const QString &id)
{
    GenerationValues values = m_settings.values();
    values.sampler = id;
    if (!reasonAgainst(id, values.schedule).isEmpty())
        values.schedule = QStringLiteral("default");
    m_settings.setValues(values);
}

} // namespace calotype::ui
