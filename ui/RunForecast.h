#pragma once

#include "core/base/Result.h"
#include "core/engine/GenerationBackend.h"
#include "core/jobs/Estimate.h"
#include "core/jobs/Job.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace calotype::jobs {
class JobQueue;
}

namespace calotype::models {
class ModelManager;
}

namespace calotype::ui {

class GenerationController;
class GenerationSettings;
class InitImage;
class ModelList;

/// Says what a run will take before it starts, in memory, disk and time: from what the model's file and the loaded model
/// tell, and from how fast earlier runs of the kind were. Plain arithmetic on the GUI thread. It checks every job that
/// the controller is about to add.
class RunForecast final : public QObject
{
    Q_OBJECT

public:
    /// None of it is owned, and all of it outlives this. What is free is in bytes, as jobs::FreeRoom has it.
    struct Parts {
        GenerationController &controller;
        const GenerationSettings &settings;
        const InitImage &initImage;
        const ModelList &models;
        const models::ModelManager &manager;
        const jobs::JobQueue &queue;
        std::function<qint64()> freeMemory; ///< of the machine
        std::function<qint64()> freeDisk;   ///< where pictures are saved; may wait for the disk
    };

    explicit RunForecast(const Parts &parts, QObject *parent = nullptr);
    ~RunForecast() override;

    jobs::RunEstimate estimate(const jobs::NewJob &job) const;
    /// Sentences on what will not fit; DiskFull where nothing at all can be saved. Nothing is said of the memory of a card
    /// that the engine has not told of, nor of what is free once the running job has ended.
    Result<QStringList> check(const jobs::NewJob &job) const;
    /// What the settings' run will take: "About 1 min 20 s, 5.3 GB of memory, 1.2 MB on the disk"; "" where neither time nor
    /// memory is known.
    QString line() const;

public Q_SLOTS:
    /// Looks at everything anew.
    void refresh();

Q_SIGNALS:
    void lineChanged(const QString &line);

private:
    /// Where a model will run, as far as that can be told before it is loaded.
    struct Target {
        std::string device;
        std::string dtype;
    };

    Target target(const ModelSpec &spec) const;
    bool isLoaded(const ModelSpec &spec) const;
    jobs::ModelCost cost(const ModelSpec &spec) const;
    /// Bytes free on a device; 0: not known.
    qint64 freeBytes(const std::string &device) const;
    /// By the loaded model.
    qint64 takenBytes(const std::string &device) const;

    const Parts m_parts;
    std::vector<DeviceInfo> m_devices; ///< as the engine listed them, free as without the loaded model; or as the system looks
    std::optional<qint64> m_freeMemory; ///< of the machine, since a model last came or went
    QString m_line;
};

} // namespace calotype::ui
