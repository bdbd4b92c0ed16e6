#include "ui/Preferences.h"

#include <QSettings>
#include <QThread>

#include <algorithm>
#include <utility>

namespace calotype::ui {

namespace {

const QString kTheme = QStringLiteral("window/theme");
const QString kThreads = QStringLiteral("compute/threads");
const QString kDevice = QStringLiteral("compute/device");
const QString kDtype = QStringLiteral("compute/dtype");
const QString kPreview = QStringLiteral("preview/method");

PreferenceValues bounded(PreferenceValues values)
{
    const PreferenceValues initial;
    values.threads = std::clamp(values.threads, 0, Preferences::threadsMost());
    if (values.device.isEmpty())
        values.device = initial.device;
    if (values.dtype.isEmpty())
        values.dtype = initial.dtype;
    return values;
}

} // namespace

PreviewMethod previewMethodOf(const QString &word)
{
    if (word == QLatin1String("off"))
        return PreviewMethod::Off;
    if (word == QLatin1String("rgb"))
        return PreviewMethod::LatentRgb;
    return PreviewMethod::Taesd;
}

QString previewMethodWord(PreviewMethod method)
{
    switch (method) {
    case PreviewMethod::Off: return QStringLiteral("off");
    case PreviewMethod::LatentRgb: return QStringLiteral("rgb");
    case PreviewMethod::Taesd: break;
    }
    return QStringLiteral("taesd");
}

Preferences::Preferences(QSettings &store, QString deviceOverride, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_deviceOverride(std::move(deviceOverride))
{
    PreferenceValues kept;
    kept.theme = colourSchemeOf(m_store.value(kTheme).toString());
    kept.threads = m_store.value(kThreads, kept.threads).toInt();
    kept.device = m_store.value(kDevice, kept.device).toString();
    kept.dtype = m_store.value(kDtype, kept.dtype).toString();
    kept.preview = previewMethodOf(m_store.value(kPreview).toString());
    m_values = bounded(std::move(kept));
}

int Preferences::threadsMost()
{
    return std::max(1, QThread::idealThreadCount());
}

void Preferences::setValues(const PreferenceValues &values)
{
    PreferenceValues next = bounded(values);
    if (next == m_values)
        return;
    const PreferenceValues before = std::exchange(m_values, std::move(next));
    m_store.setValue(kTheme, colourSchemeWord(m_values.theme));
    m_store.setValue(kThreads, m_values.threads);
    m_store.setValue(kDevice, m_values.device);
    m_store.setValue(kDtype, m_values.dtype);
    m_store.setValue(kPreview, previewMethodWord(m_values.preview));
    if (before.theme != m_values.theme)
        Q_EMIT themeChanged(m_values.theme);
    if (before.threads != m_values.threads)
        Q_EMIT threadsChanged(m_values.threads);
    Q_EMIT changed();
}

void Preferences::setTheme(ColourScheme theme)
{
    PreferenceValues next = m_values;
    next.theme = theme;
    setValues(next);
}

void Preferences::setThreads(int threads)
{
    PreferenceValues next = m_values;
    next.threads = threads;
    setValues(next);
}

void Preferences::setDevice(const QString &device)
{
    PreferenceValues next = m_values;
    next.device = device;
    setValues(next);
}

void Preferences::setDtype(const QString &dtype)
{
    PreferenceValues next = m_values;
    next.dtype = dtype;
    setValues(next);
}

void Preferences::setPreview(PreviewMethod preview)
{
    PreferenceValues next = m_values;
    next.preview = preview;
    setValues(next);
}

} // namespace calotype::ui
