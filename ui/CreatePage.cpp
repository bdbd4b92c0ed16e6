#include "ui/CreatePage.h"

#include "ui/EmptyState.h"
#include "ui/ExamplePrompts.h"
#include "ui/Filmstrip.h"
#include "ui/GenerationController.h"
#include "ui/GenerationSettings.h"
#include "ui/ImageView.h"
#include "ui/ModelList.h"
#include "ui/ResultsModel.h"

#include <QAction>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace calotype::ui {

CreatePage::CreatePage(const Parts &parts, QWidget *parent)
    : QWidget(parent)
    , m_parts(parts)
    , m_view(new ImageView)
    , m_empty(new EmptyState(parts.modelsFolder, parts.openModel, parts.openModelFolder, parts.openModelsFolder, parts.rescan))
    , m_examples(new ExamplePrompts)
    , m_centre(new QStackedWidget)
    , m_filmstrip(new Filmstrip(parts.results))
{
    for (QWidget *const shown : std::initializer_list<QWidget *>{m_view, m_empty, m_examples})
        m_centre->addWidget(shown);
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_centre, 1);
    column->addWidget(m_filmstrip);

    connect(m_examples, &ExamplePrompts::chosen, this, &CreatePage::promptChosen);
    connect(m_view, &ImageView::emptinessChanged, this, &CreatePage::refresh);
    connect(&parts.settings, &GenerationSettings::modelPathChanged, this, &CreatePage::refresh);
    connect(&parts.models, &ModelList::scanned, this, &CreatePage::refresh);
    connect(&parts.results, &QAbstractItemModel::rowsInserted, this, &CreatePage::refresh);
    connect(&parts.results, &QAbstractItemModel::rowsRemoved, this, &CreatePage::refresh);
    connect(&parts.controller, &GenerationController::phaseChanged, this, &CreatePage::refresh);
    refresh();
}

void CreatePage::refresh()
{
    const bool isIdle = m_parts.controller.phase() == GenerationController::Phase::Idle;
    m_view->setPlaceholder(isIdle ? tr("Write a prompt, then press %1.")
                                        .arg(m_parts.generate->shortcut().toString(QKeySequence::NativeText))
                                  : tr("The picture appears here."));
    const bool hasResults = m_parts.results.rowCount() > 0;
    m_filmstrip->setVisible(hasResults);
    const QModelIndex model = m_parts.models.index(m_parts.models.rowOf(m_parts.settings.values().modelPath));
    m_examples->setPrompts(model.data(ModelList::ExamplesRole).toStringList());
    QWidget *shown = m_view;
    if (!hasResults && m_parts.models.isKnownEmpty())
        shown = m_empty;
    else if (!hasResults && isIdle && !m_examples->isEmpty() && m_view->isEmpty())
        shown = m_examples;
    m_centre->setCurrentWidget(shown);
}

} // namespace calotype::ui
