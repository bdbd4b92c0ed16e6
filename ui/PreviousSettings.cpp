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

} // namespace

PreviousSettings::PreviousSettings(GenerationSettings &settings, QObject *parent)
    : QObject(parent)
    , m_settings(settings)
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
        m_previous = before;
    m_used = m_settings.values();
    m_action->setEnabled(true);
    const bool isWhole = !before.prompt.isEmpty() && before.prompt != m_used->prompt && differsElsewhere(before, *m_used);
    if (isWhole)
        Q_EMIT wentWhole();
}

void PreviousSettings::bringBack()
{
    if (m_previous)
        bringBackThese(GenerationValues(*m_previous));
}

void PreviousSettings::bringBackThese(const GenerationValues &values)
{
    m_previous = m_settings.values();
    m_used.reset();
    m_settings.setValues(values);
}

} // namespace calotype::ui
