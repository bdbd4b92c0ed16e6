#include "ui/ModelPicker.h"

#include "ui/Form.h"
#include "ui/GenerationSettings.h"
#include "ui/ModelList.h"
#include "ui/WheelGuard.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

namespace calotype::ui {

ModelPicker::ModelPicker(GenerationSettings &settings, ModelList &models, const QList<QAction *> &actions,
                         QWidget *parent)
    : QWidget(parent)
    , m_settings(settings)
    , m_models(models)
    , m_box(new QComboBox)
    , m_detail(adviceLabel())
{
    m_box->setObjectName(QStringLiteral("model"));
    m_box->setModel(&m_models);
    m_box->setMinimumContentsLength(12);
    m_box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    WheelGuard::protect(m_box);
    m_detail->setObjectName(QStringLiteral("modelDetail"));

    auto *const menu = new QMenu(this);
    menu->addActions(actions);
    auto *const more = new QToolButton;
    more->setObjectName(QStringLiteral("modelMenu"));
    more->setText(QStringLiteral("…"));
    more->setAccessibleName(tr("More ways to a model"));
    more->setToolTip(tr("Open a model file, the models folder, or look again"));
    more->setFocusPolicy(Qt::StrongFocus);
    more->setPopupMode(QToolButton::InstantPopup);
    more->setAutoRaise(true);
    more->setMenu(menu);
    more->setStyleSheet(QStringLiteral("QToolButton::menu-indicator { image: none; }")); // the dots say it

    auto *const line = sideBySide();
    line->addWidget(labelled(tr("Mode&l"), m_box, tr("The model that makes the picture")), 1);
    line->addWidget(more, 0, Qt::AlignBottom);
    auto *const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(3);
    layout->addLayout(line);
    layout->addWidget(m_detail);

    connect(m_box, &QComboBox::activated, this, [this](int row) {
        m_settings.setModelPath(m_models.index(row).data(ModelList::PathRole).toString());
    });
    connect(&m_models, &ModelList::scanned, this, &ModelPicker::takeList);
    connect(&m_settings, &GenerationSettings::modelPathChanged, this, &ModelPicker::refresh);
    refresh();
}

void ModelPicker::takeList()
{
    if (m_models.rowOf(m_settings.values().modelPath) < 0) {
        const QModelIndex first = m_models.index(0);
        m_settings.setModelPath(first.isValid() ? first.data(ModelList::PathRole).toString() : QString());
    }
    refresh();
}

void ModelPicker::refresh()
{
    const int row = m_models.rowOf(m_settings.values().modelPath);
    {
        const QSignalBlocker quiet(m_box);
        m_box->setCurrentIndex(row);
    }
    m_box->setEnabled(m_models.rowCount() > 0);
    m_box->setPlaceholderText(m_models.isScanning() ? tr("Looking for models…") : tr("No model yet"));
    const QModelIndex index = m_models.index(row);
    const QString warning = index.data(ModelList::WarningRole).toString();
    setAdvice(m_detail, warning.isEmpty() ? index.data(ModelList::DetailRole).toString() : warning);
    if (index.isValid()) {
        const QVariant steps = index.data(ModelList::StepsRole);
        const QVariant guidance = index.data(ModelList::GuidanceRole);
        m_settings.offerModelSampling(steps.isValid() ? std::optional(steps.toInt()) : std::nullopt,
                                      guidance.isValid() ? std::optional(guidance.toDouble()) : std::nullopt);
    }
    const QSize size = index.data(ModelList::NativeSizeRole).toSize();
    if (!size.isEmpty())
        Q_EMIT nativeSizeChanged(size);
}

} // namespace calotype::ui
