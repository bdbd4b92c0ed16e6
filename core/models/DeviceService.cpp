#include "core/models/DeviceService.h"

#include "core/base/Log.h"
#include "core/models/Guarded.h"
#include "core/models/PipelineManager.h"

#include <cassert>
#include <memory>
#include <optional>
#include <utility>

namespace calotype::models {

DeviceService::DeviceService(PipelineManager &pipeline, QObject *parent)
    : QObject(parent)
    , m_pipeline(pipeline)
{
}

void DeviceService::list()
{
    if (std::exchange(m_listing, true)) {
        return;
    }
    m_lister = std::jthread([this] {
        auto result = std::make_shared<Result<std::optional<EngineDevices>>>(
            guarded([this]() -> Result<std::optional<EngineDevices>> { return m_pipeline.devicesIfOpen(); }));
        m_courier.send([this, result = std::move(result)] {
            if (!*result) {
                endList(result->error());
            } else if (result->value()) {
                endList(*result->value());
            } else {
                openAndList();
            }
        });
    });
}

void DeviceService::openAndList()
{
    m_pipeline.post([this] {
        auto result = std::make_shared<Result<EngineDevices>>(guarded([this]() -> Result<EngineDevices> {
            const auto engine = m_pipeline.backend();
            if (!engine) {
                return engine.error();
            }
            return EngineDevices{engine.value()->name(), engine.value()->devices()};
        }));
        m_courier.send([this, result = std::move(result)] { endList(*result); });
    });
}

void DeviceService::endList(const Result<EngineDevices> &result)
{
    m_listing = false;
    if (result) {
        Q_EMIT listed(QString::fromStdString(result.value().engine), result.value().devices);
    } else {
        Q_EMIT failed(result.error());
    }
}

void DeviceService::test(const std::string &device, const std::string &dtype)
{
    assert(!m_testing);
    m_testing = true;
    m_stop = std::stop_source();
    m_turn = std::make_shared<std::atomic<Turn>>(Turn::Waiting);
    m_pipeline.post([this, device, dtype, turn = m_turn, stop = m_stop.get_token()] {
        Turn waiting = Turn::Waiting;
        if (!turn->compare_exchange_strong(waiting, Turn::Begun)) {
            return; // it has ended already
        }
        auto result = std::make_shared<Result<DeviceReport>>(guarded([&]() -> Result<DeviceReport> {
            const auto engine = m_pipeline.backend();
            return engine ? engine.value()->testDevice(device, dtype, stop) : engine.error();
        }));
        m_courier.send([this, result = std::move(result)] { endTest(*result); });
    });
}

void DeviceService::endTest(const Result<DeviceReport> &result)
{
    m_testing = false;
    if (result) {
        const DeviceReport &report = result.value();
        spdlog::info("device test: {} in {} within {:.2g}, {:.3f} s", report.device, report.dtype, report.difference,
                     report.seconds);
        Q_EMIT tested(report);
    } else {
        spdlog::info("device test: {} {}", result.error().message, result.error().detail);
        Q_EMIT testFailed(result.error());
    }
}

void DeviceService::cancelTest()
{
    if (!m_testing) {
        return;
    }
    m_stop.request_stop();
    Turn waiting = Turn::Waiting;
    if (m_turn->compare_exchange_strong(waiting, Turn::GivenUp)) {
        m_courier.send([this] { endTest(Error{ErrorCode::Cancelled, "The test was cancelled.", {}}); });
    }
}

} // namespace calotype::models
