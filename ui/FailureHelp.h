#pragma once

#include "ui/GenerationController.h"
#include "ui/MessageBar.h"

#include <QObject>
#include <QString>
#include <QVector>

#include <functional>
#include <string>

namespace calotype::jobs {
class JobQueue;
}

namespace calotype::models {
class ModelManager;
}

namespace calotype::ui {

class FileOpening;
class GenerationSettings;
class PreferenceEffects;
class Preferences;

/// Says what was in a job's way, and offers what takes it out of it: each offer acts at once, and has the job made before all
/// that wait. It knows memory that ran out, devices that are gone, and models that are not there.
class FailureHelp final : public QObject
{
    Q_OBJECT

public:
    /// None of it is owned, and all of it outlives this.
    struct Parts {
        GenerationController &controller;
        jobs::JobQueue &queue;
        const models::ModelManager &manager;
        GenerationSettings &settings;
        Preferences &preferences;
        PreferenceEffects &effects;
        FileOpening &opening;
        MessageBar &bar;
    };

    explicit FailureHelp(const Parts &parts, QObject *parent = nullptr);
    ~FailureHelp() override;

Q_SIGNALS:
    /// To choose a device there.
    void preferencesWanted();

private:
    using FailedRun = GenerationController::FailedRun;
    using Offers = MessageBar::Offers;

    bool help(const FailedRun &run);
    void tellOfMemory(const FailedRun &run, const jobs::Job &job);
    void tellOfDevice(const FailedRun &run, const jobs::Job &job);
    void tellOfModel(const FailedRun &run, const jobs::Job &job);
    void tell(const FailedRun &run, const QString &sentence, const Offers &offers);
    void onDeviceMissing(const QString &device, const QString &other);
    void dismissBanner();
    bool lasts(const QString &key) const;

    void useLessMemory();
    void halveSize(const QSize &tried);
    void useProcessor();
    void goOnOnProcessor(const std::string &insteadOf);
    void openOtherModel(bool isFolder);
    void tryAgain();
    void remake(const QVector<qint64> &jobs, const std::function<void(jobs::JobChange &)> &change);
    void makeAgain(QVector<qint64> jobs, const std::function<void(const QVector<qint64> &)> &order);

    Parts m_parts;
    QVector<qint64> m_jobs; ///< that the latest message is about
    QString m_sentence;     ///< of that message
    QString m_unmet;        ///< a device that a job asked for, and the queue is paused for; "": none
    QString m_missing;      ///< a device that a banner tells of; "": none
    QString m_banner;       ///< its sentence
};

} // namespace calotype::ui
