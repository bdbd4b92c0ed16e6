#pragma once

#include "core/engine/GenerationRequest.h"
#include "ui/Theme.h"

#include <QObject>
#include <QString>

class QSettings;

namespace calotype::ui {

/// How the program works, as a plain value; what a picture is made from stands in GenerationValues.
struct PreferenceValues {
    ColourScheme theme = ColourScheme::System;
    int threads = 0; ///< for CPU work; 0: the physical cores
    QString device = QStringLiteral("auto"); ///< a word of ModelSpec::device
    QString dtype = QStringLiteral("auto");  ///< a word of ModelSpec::dtype
    PreviewMethod preview = PreviewMethod::Taesd;

    bool operator==(const PreferenceValues &) const = default;
};

/// "off", "rgb", "taesd"; anything else is Taesd, which is LatentRgb where there is no decoder.
PreviewMethod previewMethodOf(const QString &word);
QString previewMethodWord(PreviewMethod method);

/// The one place where the preferences live, and are kept in the store as soon as they change. Values are brought within
/// their bounds, and a signal is sent only when something really changed.
class Preferences final : public QObject
{
    Q_OBJECT

public:
    /// @param deviceOverride  the device that the environment sets, over what is kept; "": none
    explicit Preferences(QSettings &store, QString deviceOverride = {}, QObject *parent = nullptr);

    /// The most threads that can be chosen: the processors of this machine.
    static int threadsMost();

    const PreferenceValues &values() const { return m_values; }
    /// The device that counts: the environment's, else the chosen one.
    QString device() const { return isDeviceOverridden() ? m_deviceOverride : m_values.device; }
    bool isDeviceOverridden() const { return !m_deviceOverride.isEmpty(); }
    void setValues(const PreferenceValues &values);

public Q_SLOTS:
    void setTheme(calotype::ui::ColourScheme theme);
    void setThreads(int threads);
    void setDevice(const QString &device);
    void setDtype(const QString &dtype);
    void setPreview(calotype::PreviewMethod preview);

Q_SIGNALS:
    void changed();
    void themeChanged(calotype::ui::ColourScheme theme);
    void threadsChanged(int threads);

private:
    QSettings &m_store;
    QString m_deviceOverride;
    PreferenceValues m_values;
};

} // namespace calotype::ui
