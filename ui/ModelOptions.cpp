#include "ui/ModelOptions.h"

#include <QSettings>

namespace calotype::ui {

namespace {

const QString kArray = QStringLiteral("models/options");
const QString kPath = QStringLiteral("path");
const QString kPrediction = QStringLiteral("prediction");
const QString kVae = QStringLiteral("vae");

std::optional<PredictionType> predictionOf(const QString &word)
{
    for (const PredictionType type : {PredictionType::Epsilon, PredictionType::VPrediction, PredictionType::Sample}) {
        if (word == QLatin1String(predictionTypeName(type)))
            return type;
    }
    return {};
}

} // namespace

ModelOptions::ModelOptions(QSettings &store, QObject *parent)
    : QObject(parent)
    , m_store(store)
{
    const int count = m_store.beginReadArray(kArray);
    for (int i = 0; i < count; ++i) {
        m_store.setArrayIndex(i);
        const QString path = m_store.value(kPath).toString();
        const ModelOption option{predictionOf(m_store.value(kPrediction).toString()), m_store.value(kVae).toString()};
        if (!path.isEmpty() && option != ModelOption())
            m_options.insert(path, option);
    }
    m_store.endArray();
}

void ModelOptions::apply(ModelSpec &model) const
{
    const ModelOption option = of(QString::fromStdString(model.path));
    if (option.prediction)
        model.prediction = option.prediction;
    if (!option.vaePath.isEmpty())
        model.vaePath = option.vaePath.toStdString();
}

void ModelOptions::setPrediction(const QString &modelPath, std::optional<PredictionType> prediction)
{
    ModelOption option = of(modelPath);
    option.prediction = prediction;
    set(modelPath, option);
}

void ModelOptions::setVae(const QString &modelPath, const QString &vaePath)
{
    ModelOption option = of(modelPath);
    option.vaePath = vaePath;
    set(modelPath, option);
}

void ModelOptions::set(const QString &modelPath, const ModelOption &option)
{
    if (modelPath.isEmpty() || option == of(modelPath))
        return;
    if (option == ModelOption())
        m_options.remove(modelPath);
    else
        m_options.insert(modelPath, option);
    keep();
    Q_EMIT changed(modelPath);
}

void ModelOptions::keep()
{
    m_store.remove(kArray);
    m_store.beginWriteArray(kArray, static_cast<int>(m_options.size()));
    int i = 0;
    for (auto each = m_options.cbegin(); each != m_options.cend(); ++each) {
        m_store.setArrayIndex(i++);
        m_store.setValue(kPath, each.key());
        if (each->prediction)
            m_store.setValue(kPrediction, QLatin1String(predictionTypeName(*each->prediction)));
        if (!each->vaePath.isEmpty())
            m_store.setValue(kVae, each->vaePath);
    }
    m_store.endArray();
}

} // namespace calotype::ui
