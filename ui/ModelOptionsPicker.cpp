#include "ui/ModelOptionsPicker.h"

#include "ui/Form.h"
#include "ui/GenerationSettings.h"
#include "ui/ModelOptions.h"
#include "ui/WheelGuard.h"

#include <QComboBox>
#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

namespace calotype::ui {

namespace {

constexpr int kAsTheModelSays = -1; ///< beside the numbers of PredictionType

QToolButton *vaeButton(const char *name, const QString &text, const QString &tip)
{
    auto *const button = new QToolButton;
    button->setObjectName(QLatin1String(name));
    button->setText(text);
    button->setAccessibleName(tip);
    button->setToolTip(tip);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setAutoRaise(true);
    return button;
}

} // namespace

ModelOptionsPicker::ModelOptionsPicker(const GenerationSettings &settings, ModelOptions &options, QWidget *parent)
    : QWidget(parent)
    , m_settings(settings)
    , m_options(options)
    , m_fold(new QToolButton)
    , m_body(new QWidget)
    , m_prediction(new QComboBox)
    , m_vae(new QLineEdit)
{
    m_fold->setObjectName(QStringLiteral("modelOptionsFold"));
    m_fold->setText(tr("Model options"));
    m_fold->setToolTip(tr("What the model’s file does not tell, or tells wrongly; it counts for this model alone"));
    m_fold->setAccessibleName(tr("Model options"));
    m_fold->setAccessibleDescription(m_fold->toolTip());
    m_fold->setCheckable(true);
    m_fold->setAutoRaise(true);
    m_fold->setFocusPolicy(Qt::StrongFocus);
    m_fold->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_body->setObjectName(QStringLiteral("modelOptionsBody"));
    m_prediction->setObjectName(QStringLiteral("prediction"));
    fillPredictions();

    auto *const body = new QVBoxLayout(m_body);
    body->setContentsMargins(0, 0, 0, 0);
    body->setSpacing(8);
    body->addWidget(labelled(tr("Predicts"), m_prediction,
                             tr("What the network was trained to predict: choose another where pictures are noise")));
    body->addWidget(makeVaeLine());
    auto *const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_fold);
    layout->addWidget(m_body);

    unfold(false);
    connect(m_fold, &QToolButton::toggled, this, &ModelOptionsPicker::unfold);
    refresh();
    connect(&m_settings, &GenerationSettings::modelPathChanged, this, &ModelOptionsPicker::refresh);
    connect(&m_options, &ModelOptions::changed, this, &ModelOptionsPicker::refresh);
    connect(m_prediction, &QComboBox::activated, this, [this](int item) {
        const int chosen = m_prediction->itemData(item).toInt();
        m_options.setPrediction(m_settings.values().modelPath,
                                chosen == kAsTheModelSays ? std::nullopt : std::optional(static_cast<PredictionType>(chosen)));
    });
}

QWidget *ModelOptionsPicker::makeVaeLine()
{
    m_vae->setObjectName(QStringLiteral("vae"));
    m_vae->setReadOnly(true);
    m_vae->setPlaceholderText(tr("The model’s own"));
    auto *const choose = vaeButton("chooseVae", QStringLiteral("…"), tr("Choose a VAE file"));
    m_clear = vaeButton("clearVae", QStringLiteral("✕"), tr("Take the model’s own VAE"));
    connect(choose, &QToolButton::clicked, this, [this] { Q_EMIT chooseVaeRequested(m_settings.values().modelPath); });
    connect(m_clear, &QToolButton::clicked, this, [this] { m_options.setVae(m_settings.values().modelPath, {}); });

    auto *const line = new QWidget;
    auto *const layout = sideBySide();
    layout->addWidget(labelled(tr("VAE"), m_vae, {}), 1);
    layout->addWidget(choose, 0, Qt::AlignBottom);
    layout->addWidget(m_clear, 0, Qt::AlignBottom);
    line->setLayout(layout);
    return line;
}

void ModelOptionsPicker::fillPredictions()
{
    const auto add = [this](const QString &name, PredictionType type) { m_prediction->addItem(name, static_cast<int>(type)); };
    m_prediction->addItem(tr("As the model says"), kAsTheModelSays);
    add(tr("The noise (epsilon)"), PredictionType::Epsilon);
    add(tr("The velocity (v)"), PredictionType::VPrediction);
    add(tr("The picture (sample)"), PredictionType::Sample);
    WheelGuard::protect(m_prediction);
}

void ModelOptionsPicker::unfold(bool open)
{
    m_fold->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
    m_body->setVisible(open);
}

void ModelOptionsPicker::refresh()
{
    const QString model = m_settings.values().modelPath;
    const ModelOption option = m_options.of(model);
    const bool isUnusual = option != ModelOption();
    if (isUnusual && !m_wasUnusual)
        m_fold->setChecked(true);
    m_wasUnusual = isUnusual;
    setEnabled(!model.isEmpty());
    m_vae->setText(QFileInfo(option.vaePath).fileName());
    const QString where = option.vaePath.isEmpty() ? tr("What turns latents into the picture, where it is another than the model’s own")
                                                   : QDir::toNativeSeparators(option.vaePath);
    m_vae->setToolTip(where);
    m_vae->setAccessibleDescription(where);
    m_clear->setEnabled(!option.vaePath.isEmpty());
    const QSignalBlocker quiet(m_prediction);
    m_prediction->setCurrentIndex(m_prediction->findData(option.prediction ? static_cast<int>(*option.prediction) : kAsTheModelSays));
}

} // namespace calotype::ui
