#pragma once

#include <QWidget>

class QComboBox;
class QLabel;

namespace calotype::ui {

class GenerationSettings;

/// Preset, sampler and schedule. A preset is a name for a pair with advice: choosing one sets the pair and brings the
/// steps into its range. Schedules that the sampler cannot use are disabled, with the reason as their tooltip.
class SamplerPicker final : public QWidget
{
    Q_OBJECT

public:
    explicit SamplerPicker(GenerationSettings &settings, QWidget *parent = nullptr);

private:
    void fill();
    void refresh();
    void choosePreset(const QString &id);
    void chooseSampler(const QString &id);

    GenerationSettings &m_settings;
    QComboBox *m_preset;
    QComboBox *m_sampler;
    QComboBox *m_schedule;
    QLabel *m_advice;
};

} // namespace calotype::ui
