#pragma once

#include "core/engine/GenerationBackend.h"

#include <QMap>
#include <QObject>
#include <QString>

#include <optional>

class QSettings;

namespace calotype::ui {

/// How one model is to be loaded, where the user knows better than its file.
struct ModelOption {
    std::optional<PredictionType> prediction; ///< absent: as the model says
    QString vaePath;                          ///< "": the model's own

    bool operator==(const ModelOption &) const = default;
};

/// What the user has said of single models, by path. It is kept in the settings as soon as it changes.
class ModelOptions final : public QObject
{
    Q_OBJECT

public:
    /// @param store  not owned; it outlives this
    explicit ModelOptions(QSettings &store, QObject *parent = nullptr);

    /// The usual, where nothing was said of the model.
    ModelOption of(const QString &modelPath) const { return m_options.value(modelPath); }
    /// Puts what was said of the model at its path into @p model; the rest of it stays.
    void apply(ModelSpec &model) const;

public Q_SLOTS:
    void setPrediction(const QString &modelPath, std::optional<calotype::PredictionType> prediction);
    /// @param vaePath  file or folder; "": the model's own
    void setVae(const QString &modelPath, const QString &vaePath);

Q_SIGNALS:
    void changed(const QString &modelPath);

private:
    void set(const QString &modelPath, const ModelOption &option);
    void keep();

    QSettings &m_store;
    QMap<QString, ModelOption> m_options; ///< but for the usual ones
};

} // namespace calotype::ui
