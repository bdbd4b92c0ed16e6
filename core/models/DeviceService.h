#pragma once

#include "core/base/Result.h"
#include "core/engine/GenerationBackend.h"
#include "core/shared/Courier.h"

#include <QObject>

#include <atomic>
#include <memory>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace calotype::models {

class PipelineManager;

struct EngineDevices;

/// Asks the engine what devices there are, and has it test one.
class DeviceService final : public QObject
{
    Q_OBJECT

public:
    /// @param pipeline  outlives the service, and is shut down before it is destroyed
    explicit DeviceService(PipelineManager &pipeline, QObject *parent = nullptr);

    /// Ends with listed() or failed(): soon where the engine is open; else it is opened, after what the generation thread
    /// does. While a list is under way: nothing.
    void list();
    /// Ends with tested() or testFailed(), after what the generation thread does. @pre none runs
    void test(const std::string &device, const std::string &dtype);
    bool isTesting() const { return m_testing; }
    /// The test still ends with testFailed(), of code Cancelled: soon, whatever a test that has not begun waits for.
    void cancelTest();

Q_SIGNALS:
    void listed(const QString &engine, const std::vector<calotype::DeviceInfo> &devices);
    void failed(const calotype::Error &error);
    void tested(const calotype::DeviceReport &report);
    void testFailed(const calotype::Error &error);

private:
    enum class Turn { Waiting, Begun, GivenUp };

    void openAndList();
    void endList(const Result<EngineDevices> &result);
    void endTest(const Result<DeviceReport> &result);

    PipelineManager &m_pipeline;
    bool m_listing = false;
    bool m_testing = false;
    std::stop_source m_stop;                    ///< of the latest test
    std::shared_ptr<std::atomic<Turn>> m_turn;  ///< of the latest test
    Courier m_courier;
    std::jthread m_lister; ///< last: ends first
};

} // namespace calotype::models
