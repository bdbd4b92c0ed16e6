#include "ui/StatusLine.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace calotype::ui {

namespace {

constexpr int kBarHeight = 3;
constexpr int kBarMost = 1000;

QString duration(double seconds)
{
    const qint64 whole = std::max<qint64>(0, std::llround(seconds));
    const qint64 hours = whole / 3600;
    const QString minutesAndSeconds = QStringLiteral("%1:%2")
                                          .arg(whole / 60 % 60, hours > 0 ? 2 : 1, 10, QLatin1Char('0'))
                                          .arg(whole % 60, 2, 10, QLatin1Char('0'));
    return hours > 0 ? QStringLiteral("%1:%2").arg(hours).arg(minutesAndSeconds) : minutesAndSeconds;
}

QString stageWords(Stage stage)
{
    switch (stage) {
    case Stage::Loading: return StatusLine::tr("Loading the model");
    case Stage::EncodingText: return StatusLine::tr("Reading the prompt");
    case Stage::EncodingImage: return StatusLine::tr("Reading the start image");
    case Stage::Sampling: return StatusLine::tr("Sampling");
    case Stage::Decoding: return StatusLine::tr("Developing the picture");
    case Stage::Finished: return StatusLine::tr("Done");
    }
    return {};
}

QString loadWords(LoadStep step)
{
    switch (step) {
    case LoadStep::ReadWeights: return StatusLine::tr("Reading the weights");
    case LoadStep::MoveToDevice: return StatusLine::tr("Moving the model to the device");
    case LoadStep::ApplyOptimisations: return StatusLine::tr("Preparing the model");
    default: return StatusLine::tr("Loading the model");
    }
}

} // namespace

/// Words whose meaning is seen by their place, and heard with them: of a label with a name of its own nothing else is heard.
class StatusLine::Field final : public QLabel
{
public:
    Field(const QString &about, QWidget *parent)
        : QLabel(parent)
        , m_about(about)
    {
        setAccessibleName(about);
    }

    void say(const QString &words)
    {
        setText(words);
        setAccessibleName(words.isEmpty() ? m_about : StatusLine::tr("%1: %2").arg(m_about, words));
    }

private:
    QString m_about;
};

StatusLine::StatusLine(QWidget *parent)
    : QWidget(parent)
    , m_bar(new QProgressBar(this))
    , m_stage(new Field(tr("Stage"), this))
    , m_steps(new Field(tr("Step"), this))
    , m_speed(new Field(tr("Speed"), this))
    , m_left(new Field(tr("Time left"), this))
    , m_device(new Field(tr("Device"), this))
{
    setObjectName(QStringLiteral("statusLine"));
    setAccessibleName(tr("Status"));
    m_bar->setTextVisible(false);
    m_bar->setFixedHeight(kBarHeight);
    m_bar->setAccessibleName(tr("Progress"));
    dress();
    m_device->setToolTip(tr("Where the model runs, and its number format"));

    auto *const line = new QHBoxLayout;
    line->setContentsMargins(14, 4, 14, 5);
    line->setSpacing(18);
    line->addWidget(m_stage);
    line->addWidget(m_steps);
    line->addWidget(m_speed);
    line->addWidget(m_left);
    line->addStretch(1);
    line->addWidget(m_device);
    auto *const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_bar);
    layout->addLayout(line);

    m_tick.setInterval(1000);
    connect(&m_tick, &QTimer::timeout, this, &StatusLine::showTimeLeft);
    showState({}, false);
}

/// A bare line: the style's own bar has a frame that would fill these few pixels. The colour is named, since
/// palette() in a style sheet is the style's own, not the program's, in a QStatusBar.
void StatusLine::dress()
{
    const QString sheet = QStringLiteral("QProgressBar { border: none; background: transparent; } QProgressBar::chunk { background: %1; }")
                              .arg(QApplication::palette().color(QPalette::Active, QPalette::Highlight).name());
    if (m_bar->styleSheet() != sheet)
        m_bar->setStyleSheet(sheet);
}

void StatusLine::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        dress();
    QWidget::changeEvent(event);
}

void StatusLine::showEvent(QShowEvent *event)
{
    dress(); // Qt tells widgets of no palette that is set before the program runs
    QWidget::showEvent(event);
}

QString StatusLine::text() const
{
    QStringList words;
    for (const Field *const label : {m_stage, m_steps, m_speed, m_left, m_device}) {
        if (!label->text().isEmpty())
            words.append(label->text());
    }
    return words.join(QStringLiteral(" · "));
}

void StatusLine::setDevice(const QString &device)
{
    m_device->say(device);
}

void StatusLine::setBar(int value, int most)
{
    m_bar->setRange(0, most);
    m_bar->setValue(value);
}

void StatusLine::showState(const QString &words, bool busy)
{
    m_stage->say(words);
    m_steps->say({});
    m_speed->say({});
    m_left->say({});
    m_tick.stop();
    m_secondsLeft = -1;
    setBar(0, busy ? 0 : kBarMost);
}

void StatusLine::showLoading(const LoadProgress &progress)
{
    m_stage->say(loadWords(progress.step));
    if (progress.bytesTotal <= 0)
        return;
    const double share = static_cast<double>(progress.bytesDone) / static_cast<double>(progress.bytesTotal);
    setBar(static_cast<int>(std::lround(share * kBarMost)), kBarMost);
    const QLocale locale;
    m_steps->say(tr("%1 of %2").arg(locale.formattedDataSize(progress.bytesDone, 1, QLocale::DataSizeSIFormat),
                                    locale.formattedDataSize(progress.bytesTotal, 1, QLocale::DataSizeSIFormat)));
}

void StatusLine::showProgress(const Progress &progress)
{
    QString stage = stageWords(progress.stage);
    if (progress.imageCount > 1 && progress.stage != Stage::Finished)
        stage = tr("%1, picture %2 of %3").arg(stage).arg(progress.image + 1).arg(progress.imageCount);
    m_stage->say(stage);
    const int all = progress.totalSteps * progress.imageCount;
    const int done = progress.image * progress.totalSteps + progress.step;
    if (progress.stage == Stage::Finished)
        setBar(kBarMost, kBarMost);
    else if (all > 0 && done > 0)
        setBar(static_cast<int>(static_cast<qint64>(kBarMost) * done / all), kBarMost);
    else
        setBar(0, 0);
    m_steps->say(progress.totalSteps > 0 && progress.step > 0 ? tr("step %1 of %2").arg(progress.step).arg(progress.totalSteps)
                                                               : QString());
    const int decimals = progress.secondsPerStep < 10 ? 2 : 1;
    m_speed->say(progress.secondsPerStep > 0 ? tr("%1 s/it").arg(QLocale().toString(progress.secondsPerStep, 'f', decimals))
                                              : QString());
    m_secondsLeft = progress.secondsLeft;
    m_since.start();
    if (m_secondsLeft >= 0)
        m_tick.start();
    else
        m_tick.stop();
    showTimeLeft();
}

void StatusLine::showTimeLeft()
{
    if (m_secondsLeft < 0) {
        m_left->say({});
        return;
    }
    const double left = m_secondsLeft - static_cast<double>(m_since.elapsed()) / 1000.0;
    m_left->say(tr("%1 left").arg(duration(left)));
}

} // namespace calotype::ui
