#pragma once

#include "core/models/ModelManager.h"
#include "tests/support/FakeBackend.h"

#include <QCoreApplication>
#include <QString>
#include <QTest>

#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace calotype::tests {

inline ModelSpec specOf(const std::string &path)
{
    ModelSpec spec;
    spec.path = path;
    return spec;
}

inline GenerationRequest requestOf(const std::string &prompt, int steps = 2)
{
    GenerationRequest request;
    request.prompt = prompt;
    request.steps = steps;
    return request;
}

/// A ModelManager over a FakeBackend, and everything that it said.
struct ModelManagerBench {
    std::shared_ptr<FakeScript> script = std::make_shared<FakeScript>();
    std::unique_ptr<models::ModelManager> manager = std::make_unique<models::ModelManager>(FakeBackend::factory(script));

    std::vector<models::State> states;
    std::vector<LoadProgress> loadSteps;
    std::vector<LoadedModel> loaded;
    int duplicates = 0;
    int loadsCancelled = 0;
    std::vector<Error> failures;
    std::vector<qint64> freed;
    std::vector<std::string> started; ///< prompts
    std::vector<Progress> progress;
    std::vector<int> images;
    std::vector<GenerationResult> results;
    std::vector<Error> generationFailures;

    ModelManagerBench()
    {
        using models::ModelManager;
        const ModelManager *m = manager.get();
        QObject::connect(m, &ModelManager::stateChanged, [this](models::State state) { states.push_back(state); });
        QObject::connect(m, &ModelManager::loadProgress, [this](const LoadProgress &p) { loadSteps.push_back(p); });
        QObject::connect(m, &ModelManager::loaded, [this](const LoadedModel &model) { loaded.push_back(model); });
        QObject::connect(m, &ModelManager::loadDuplicate, [this] { ++duplicates; });
        QObject::connect(m, &ModelManager::loadCancelled, [this] { ++loadsCancelled; });
        QObject::connect(m, &ModelManager::failed, [this](const Error &error) { failures.push_back(error); });
        QObject::connect(m, &ModelManager::unloaded, [this](qint64 bytes) { freed.push_back(bytes); });
        QObject::connect(m, &ModelManager::generationStarted,
                         [this](const GenerationRequest &request) { started.push_back(request.prompt); });
        QObject::connect(m, &ModelManager::progress, [this](const Progress &p) { progress.push_back(p); });
        QObject::connect(m, &ModelManager::imageFinished, [this](int index) { images.push_back(index); });
        QObject::connect(m, &ModelManager::finished,
                         [this](const GenerationResult &result) { results.push_back(result); });
        QObject::connect(m, &ModelManager::generationFailed,
                         [this](const Error &error) { generationFailures.push_back(error); });
    }

    /// What was said, in one line that compares well. @c loads are those that went well.
    QString summary() const
    {
        int stopped = 0;
        for (const GenerationResult &result : results) {
            stopped += result.cancelled ? 1 : 0;
        }
        QString loads;
        for (const std::string &path : script->loadedPaths()) {
            loads += QString::fromStdString(path);
        }
        return QStringLiteral("%1 %2; loads %3; made %4, stopped %5; load cancelled %6, duplicate %7, unloaded %8")
            .arg(QString::fromUtf8(models::stateName(manager->state())),
                 manager->spec() ? QString::fromStdString(manager->spec()->path) : QStringLiteral("-"),
                 loads.isEmpty() ? QStringLiteral("-") : loads)
            .arg(static_cast<int>(results.size()) - stopped)
            .arg(stopped)
            .arg(loadsCancelled)
            .arg(duplicates)
            .arg(freed.size());
    }

    void openGates()
    {
        script->createGate.open();
        script->loadGate.open();
        script->unloadGate.open();
        script->stepGate.open();
    }

    /// Lets all that was begun so far, and what it begins in turn, come to its end. Only where a backend exists.
    void runOut()
    {
        for (int round = 0; round < 5; ++round) {
            static int marks = 1000;
            const int mark = ++marks;
            manager->setThreads(mark); // runs on the generation thread after all that was posted before
            while (script->threadsSet() != mark) {
                std::this_thread::yield();
            }
            QCoreApplication::processEvents();
        }
    }

    void forget()
    {
        states.clear();
        loadSteps.clear();
        loaded.clear();
        failures.clear();
        freed.clear();
        started.clear();
        progress.clear();
        images.clear();
        results.clear();
        generationFailures.clear();
        duplicates = 0;
        loadsCancelled = 0;
    }
};

inline const Error kOutOfMemory{ErrorCode::OutOfMemory, "The device has no room for the model.", {}};
inline const Error kLost{ErrorCode::DeviceLost, "The device stopped working.", {}, "cuda:0"};

/// What a manager can be in the middle of. What runs is held at its gate.
enum class Situation { Idle, Loading, Loaded, Generating, Unloading, Switching, Error, CleaningUp };

inline const std::pair<Situation, const char *> kSituations[] = {
    {Situation::Idle, "idle"},           {Situation::Loading, "loading A"},
    {Situation::Loaded, "loaded A"},     {Situation::Generating, "generating with A"},
    {Situation::Unloading, "unloading A"}, {Situation::Switching, "unloading A for B"},
    {Situation::Error, "error"},         {Situation::CleaningUp, "cleaning up"},
};

/// Brings a fresh manager there.
inline void bring(ModelManagerBench &bench, Situation situation)
{
    FakeScript &script = *bench.script;
    switch (situation) {
    case Situation::Idle:
        return;
    case Situation::Loading:
        script.loadGate.close();
        bench.manager->load(specOf("A"));
        QTRY_COMPARE(script.loadGate.waiting(), 1);
        QCOMPARE(bench.manager->state(), models::State::Loading);
        return;
    case Situation::Loaded:
        bench.manager->load(specOf("A"));
        QTRY_COMPARE(bench.manager->state(), models::State::Loaded);
        return;
    case Situation::Generating:
        bring(bench, Situation::Loaded);
        script.stepGate.close();
        bench.manager->generate(specOf("A"), requestOf("first"));
        QTRY_COMPARE(script.stepGate.waiting(), 1);
        QVERIFY(bench.manager->isGenerating());
        return;
    case Situation::Unloading:
    case Situation::Switching:
        bring(bench, Situation::Loaded);
        script.unloadGate.close();
        if (situation == Situation::Unloading) {
            bench.manager->unload();
        } else {
            bench.manager->load(specOf("B"));
        }
        QCOMPARE(bench.manager->state(), models::State::Unloading);
        QTRY_COMPARE(script.unloadGate.waiting(), 1);
        return;
    case Situation::Error:
    case Situation::CleaningUp:
        script.failNextLoad(kOutOfMemory);
        bench.manager->load(specOf("A"));
        QTRY_COMPARE(bench.manager->state(), models::State::Error);
        if (situation == Situation::CleaningUp) {
            script.unloadGate.close();
            bench.manager->unload();
            QTRY_COMPARE(script.unloadGate.waiting(), 1);
            QCOMPARE(bench.manager->state(), models::State::Error);
        }
        return;
    }
}

} // namespace calotype::tests

Q_DECLARE_METATYPE(calotype::tests::Situation)
