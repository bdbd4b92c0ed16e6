#include "ui/PreferencesDialog.h"

#include "ui/Form.h"
#include "ui/Preferences.h"
#include "ui/WheelGuard.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

namespace calotype::ui {

namespace {

constexpr int kWidth = 400;

QComboBox *makeBox(const char *name)
{
    auto *const box = new QComboBox;
    box->setObjectName(QLatin1String(name));
    WheelGuard::protect(box);
    return box;
}

QLabel *advice(const QString &text, QWidget *parent)
{
    QLabel *const label = adviceLabel(parent); // without one it would show as a window of its own
    setAdvice(label, text);
    return label;
}

/// Shows a word; one that the box does not offer, as "cuda:1" from the environment, is offered from now on.
void showWord(QComboBox *box, const QString &word)
{
    if (box->findData(word) < 0)
        box->addItem(word, word);
    selectById(box, word);
}

} // namespace

PreferencesDialog::PreferencesDialog(Preferences &preferences, const QString &modelsFolder, QWidget *parent)
    : QDialog(parent)
    , m_preferences(preferences)
    , m_theme(makeBox("theme"))
    , m_threads(new QSpinBox)
    , m_device(makeBox("device"))
    , m_deviceAdvice(adviceLabel(this))
    , m_dtype(makeBox("dtype"))
    , m_preview(makeBox("previewMethod"))
{
    setObjectName(QStringLiteral("preferences"));
    setWindowTitle(tr("Preferences"));
    m_threads->setObjectName(QStringLiteral("threads"));
    m_threads->setRange(0, Preferences::threadsMost());
    m_threads->setSpecialValueText(tr("Automatic: the physical cores"));
    m_threads->setKeyboardTracking(false);
    WheelGuard::protect(m_threads);
    m_deviceAdvice->setObjectName(QStringLiteral("deviceAdvice"));
    fillBoxes();

    auto *const buttons = new QDialogButtonBox(QDialogButtonBox::Close | QDialogButtonBox::RestoreDefaults);
    QPushButton *const defaults = buttons->button(QDialogButtonBox::RestoreDefaults);
    defaults->setObjectName(QStringLiteral("restoreDefaults"));
    defaults->setAutoDefault(false);

    auto *const layout = new QVBoxLayout(this);
    layout->setContentsMargins(18, 18, 18, 14);
    layout->setSpacing(12);
#ifdef Q_OS_MACOS // there the system dresses the program
    m_theme->setParent(this);
    m_theme->hide();
#else
    layout->addWidget(labelled(tr("&Theme"), m_theme, tr("Colours of the window")));
#endif
    layout->addWidget(labelled(tr("&Preview"), m_preview, tr("What is shown while a picture is being made")));
    layout->addWidget(advice(tr("TAESD shows more than fast colours, and takes longer. It needs its decoder in the models "
                                "folder (%1): taesd, or taesdxl for SDXL; without it, fast colours are shown.")
                                 .arg(QDir::toNativeSeparators(modelsFolder)),
                             this));
    layout->addWidget(labelled(tr("Th&reads"), m_threads, tr("Threads for work on the CPU, from the next picture on")));
    layout->addWidget(labelled(tr("&Device"), m_device, tr("What the model runs on")));
    layout->addWidget(m_deviceAdvice);
    layout->addWidget(labelled(tr("Prec&ision"), m_dtype, tr("The number format that the model runs in")));
    layout->addWidget(advice(tr("Device and precision count from the next load of the model: after a change, the next "
                                "picture loads it anew."),
                             this));
    layout->addStretch(1);
    layout->addWidget(buttons);

    refresh();
    // A window does not heed the height that wrapped lines need at its width.
    setFixedWidth(kWidth);
    setMinimumHeight(layout->heightForWidth(kWidth));
    resize(kWidth, minimumHeight());
    connect(&m_preferences, &Preferences::changed, this, &PreferencesDialog::refresh);
    connect(m_theme, &QComboBox::activated, this,
            [this] { m_preferences.setTheme(colourSchemeOf(m_theme->currentData().toString())); });
    connect(m_threads, &QSpinBox::valueChanged, &m_preferences, &Preferences::setThreads);
    connect(m_device, &QComboBox::activated, this,
            [this] { m_preferences.setDevice(m_device->currentData().toString()); });
    connect(m_dtype, &QComboBox::activated, this, [this] { m_preferences.setDtype(m_dtype->currentData().toString()); });
    connect(m_preview, &QComboBox::activated, this,
            [this] { m_preferences.setPreview(previewMethodOf(m_preview->currentData().toString())); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(defaults, &QPushButton::clicked, this, [this] { m_preferences.setValues({}); });
}

void PreferencesDialog::fillBoxes()
{
    m_theme->addItem(tr("System"), colourSchemeWord(ColourScheme::System));
    m_theme->addItem(tr("Light"), colourSchemeWord(ColourScheme::Light));
    m_theme->addItem(tr("Dark"), colourSchemeWord(ColourScheme::Dark));

    m_device->addItem(tr("Automatic: the best there is"), QStringLiteral("auto"));
    m_device->addItem(tr("CPU"), QStringLiteral("cpu"));
    m_device->addItem(tr("CUDA (NVIDIA)"), QStringLiteral("cuda"));
    m_device->addItem(tr("MPS (Apple)"), QStringLiteral("mps"));

    m_dtype->addItem(tr("Automatic: what suits the device"), QStringLiteral("auto"));
    for (const char *const format : {"float32", "float16", "bfloat16"})
        m_dtype->addItem(QLatin1String(format), QLatin1String(format));

    m_preview->addItem(tr("Off"), previewMethodWord(PreviewMethod::Off));
    m_preview->addItem(tr("Fast colours"), previewMethodWord(PreviewMethod::LatentRgb));
    m_preview->addItem(tr("TAESD where a decoder is present"), previewMethodWord(PreviewMethod::Taesd));
}

void PreferencesDialog::refresh()
{
    const PreferenceValues &values = m_preferences.values();
    const QSignalBlocker quiet(m_threads);
    m_threads->setValue(values.threads);
    showWord(m_theme, colourSchemeWord(values.theme));
    showWord(m_device, m_preferences.device());
    showWord(m_dtype, values.dtype);
    showWord(m_preview, previewMethodWord(values.preview));
    m_device->setEnabled(!m_preferences.isDeviceOverridden());
    setAdvice(m_deviceAdvice, m_preferences.isDeviceOverridden()
                                  ? tr("Set by CALOTYPE_DEVICE in the environment; start without it to choose here.")
                                  : QString());
}

} // namespace calotype::ui
