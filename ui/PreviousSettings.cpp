#include "ui/PreviousSettings.h"

#include <QAction>
#include <QKeySequence>

namespace calotype::ui {

namespace {

/// But for the prompts, and how they are read.
bool differsElsewhere(const GenerationValues &a, GenerationValues b)
{
    b.prompt = a.prompt;
    b.negativePrompt = a.negativePrompt;
    b.promptSyntax = a.promptSyntax;
    return a != b;
}

bool isSame(const InitImage::Start &a, const InitImage::Start &b)
{
    return a.source == b.source && a.placement == b.placement && a.painted.area == b.painted.area && a.painted.pixels == b.painted.pixels;
}

} // namespace

PreviousSettings::PreviousSettings(GenerationSettings &settings, InitImage &image, QObject *parent)
    : QObject(parent)
    , m_settings(settings)
    , m_image(image)
    , m_action(new QAction(tr("Previous &Settings"), this))
{
    const QString tip = tr("Go back to the prompt and the settings from before those of a picture or a preset were used");
    m_action->setObjectName(QStringLiteral("previousSettings"));
    m_action->setToolTip(tip);
    m_action->setStatusTip(tip);
    m_action->setShortcut(QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_Z));
    m_action->setMenuRole(QAction::NoRole); // these are no preferences
    m_action->setEnabled(false);
    connect(m_action, &QAction::triggered, this, &PreviousSettings::bringBack);
    connect(&m_settings, &GenerationSettings::replaced, this, &PreviousSettings::onReplaced);
}

void PreviousSettings::onReplaced(const GenerationValues &before)
{
    if (!m_previous || before != m_used)
        m_previous = Before{before, {}};
    m_used = m_settings.values();
    m_action->setEnabled(true);
    const bool isWhole = !before.prompt.isEmpty() && before.prompt != m_used->prompt && differsElsewhere(before, *m_used);
    if (isWhole)
        Q_EMIT wentWhole();
}

void PreviousSettings::takeStart(const InitImage::Start &before)
{
    if (!m_previous || m_settings.values() != m_used) // the settings were the user's already
        m_previous = Before{m_settings.values(), {}};
    if (!m_previous->start || !isSame(before, m_usedStart))
        m_previous->start = before;
    m_used = m_settings.values();
    m_usedStart = m_image.start();
    m_action->setEnabled(true);
    Q_EMIT wentWhole();
}

void PreviousSettings::bringBack()
{
    if (m_previous)
        bringBackThese(Before(*m_previous));
}

void PreviousSettings::bringBackThese(const Before &before)
{
    const bool bringsStart = before.start && isSame(m_image.start(), m_usedStart);
    m_previous = Before{m_settings.values(), bringsStart ? std::optional(m_usedStart) : std::nullopt};
    m_used.reset();
    m_settings.setValues(before.values);
    if (!bringsStart)
        return;
    m_image.exchangeStart(*before.start);
    m_usedStart = m_image.start();
}

} // namespace calotype::ui
