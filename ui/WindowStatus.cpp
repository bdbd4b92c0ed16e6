#include "ui/WindowStatus.h"

#include "core/models/ModelManager.h"
#include "ui/GenerationController.h"
#include "ui/InitImage.h"
#include "ui/StatusLine.h"
#include "ui/WindowActions.h"

#include <QAction>
#include <QLocale>

namespace calotype::ui {

using Phase = GenerationController::Phase;

WindowStatus::WindowStatus(const Parts &parts, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
{
    GenerationController *const controller = &parts.controller;
    connect(controller, &GenerationController::phaseChanged, this, &WindowStatus::onPhase);
    connect(controller, &GenerationController::progressed, this, [this](const Progress &progress) {
        if (m_parts.controller.phase() == Phase::Running)
            m_parts.line.showProgress(progress);
    });
    connect(controller, &GenerationController::loadProgressed, this, [this](const LoadProgress &progress) {
        if (m_parts.controller.phase() == Phase::Loading)
            m_parts.line.showLoading(progress);
    });
    connect(&parts.manager, &models::ModelManager::stateChanged, this, &WindowStatus::onDevice);
    onPhase();
    onDevice();
}

void WindowStatus::onPhase()
{
    const WindowActions &actions = m_parts.actions;
    const Phase phase = m_parts.controller.phase();
    actions.generate->setText(phase == Phase::Idle ? tr("&Generate") : tr("Add to &Queue"));
    actions.generate->setToolTip(phase == Phase::Idle ? tr("Make the picture") : tr("Make the picture after those that wait"));
    for (QAction *const action : {actions.skip, actions.stopAfter})
        action->setEnabled(phase == Phase::Loading || phase == Phase::Running);
    actions.stop->setEnabled(phase != Phase::Idle && phase != Phase::Stopping);
    actions.stop->setText(phase == Phase::Stopping ? tr("Stopping…") : tr("&Stop"));
    actions.unload->setEnabled(phase == Phase::Idle && m_parts.manager.model());
    StatusLine &line = m_parts.line;
    switch (phase) {
    case Phase::Idle: line.showState({}, false); break;
    case Phase::Preparing:
        line.showState(m_parts.initImage.isBusy() ? tr("Preparing the start image") : tr("Preparing"), true);
        break;
    case Phase::Loading: line.showState(tr("Loading the model"), true); break;
    case Phase::Running: line.showState(tr("Starting"), true); break;
    case Phase::Stopping: line.showState(tr("Stopping…"), true); break;
    }
}

void WindowStatus::onDevice()
{
    const LoadedModel *const model = m_parts.manager.model();
    m_parts.actions.unload->setEnabled(!m_parts.controller.isBusy() && model);
    if (!model) {
        m_parts.line.setDevice(tr("No model in memory"));
        return;
    }
    const QString bytes = QLocale().formattedDataSize(model->residentBytes, 1, QLocale::DataSizeSIFormat);
    m_parts.line.setDevice(
        tr("%1 · %2 · %3").arg(QString::fromStdString(model->device), QString::fromStdString(model->dtype), bytes));
}

} // namespace calotype::ui
