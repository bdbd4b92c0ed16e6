#include "core/diffusion/Device.h"
#include "core/diffusion/DeviceTest.h"
#include "core/diffusion/TorchBackend.h"
#include "core/diffusion/Torch.h"
#include "core/engine/ThreadPriority.h"
#include "tests/support/HeapUse.h"
#include "tests/support/ResidentMemory.h"
#include "tests/support/TestMain.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include <sys/resource.h>

using namespace calotype;
using namespace calotype::diffusion;
using namespace calotype::tests;

Q_DECLARE_METATYPE(std::function<void(calotype::diffusion::Tensor &)>)

namespace {

ModelSpec tinySpec()
{
    ModelSpec spec;
    spec.path = CALOTYPE_TEST_DATA "/models/sd15-tiny";
    return spec;
}

GenerationRequest smallRequest()
{
    GenerationRequest request;
    request.prompt = "a cat";
    request.steps = 2;
    return request;
}

} // namespace

/// The engine's door: whatever goes wrong behind it comes out as an Error.
class TorchBackendTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void loadsAndGenerates()
    {
        TorchBackend backend;
        std::vector<LoadStep> steps;
        std::int64_t done = 0;
        std::int64_t total = 0;
        const auto loaded = backend.load(tinySpec(), [&](const LoadProgress &progress) {
            if (steps.empty() || steps.back() != progress.step)
                steps.push_back(progress.step);
            if (progress.step == LoadStep::ReadWeights) {
                QVERIFY(progress.bytesDone >= done);
                done = progress.bytesDone;
                total = progress.bytesTotal;
            }
        }, {});
        QVERIFY2(loaded.ok(), loaded.ok() ? "" : loaded.error().message.c_str());
        QVERIFY(total > 1000000);
        QCOMPARE(done, total);
        const std::vector<LoadStep> expected{LoadStep::FindFiles, LoadStep::ReadWeights, LoadStep::WeightsComplete,
                                             LoadStep::MoveToDevice, LoadStep::ApplyOptimisations};
        QVERIFY(steps == expected);
        QCOMPARE(loaded.value().device, std::string("cpu"));
        QCOMPARE(loaded.value().dtype, std::string("float32"));
        QCOMPARE(loaded.value().defaultSampler, std::string("pndm"));

        const auto result = backend.generate(smallRequest(), {}, {});
        QVERIFY2(result.ok(), result.ok() ? "" : result.error().message.c_str());
        QCOMPARE(result.value().width, 64); // native: sample_size 8
        QCOMPARE(result.value().sampler, std::string("pndm"));
        QVERIFY(result.value().seconds.load > 0);
        QVERIFY(result.value().peakMemoryBytes > 10000000);
    }

    void unloadingGivesTheMemoryBack()
    {
        if (heapBytesInUse() < 0)
            QSKIP("This system's heap does not tell what is in use.");
        TorchBackend backend;
        ModelSpec spec = tinySpec();
        spec.memory = MemoryMode::Fast; // the weights are in memory, in the format that is computed in
        const auto loaded = backend.load(spec, {}, {});
        QVERIFY2(loaded.ok(), loaded.ok() ? "" : loaded.error().message.c_str());
        const std::int64_t weights = loaded.value().residentBytes;
        QVERIFY(weights > 4'000'000);
        QVERIFY(backend.generate(smallRequest(), {}, {}).ok());
        // Both are exact: neither what other programs need nor how late the kernel counts resident memory matters.
        const std::int64_t inUse = heapBytesInUse();
        [[maybe_unused]] const long inMemory = anonymousKilobytes();
        backend.unload();
        const std::int64_t freed = inUse - heapBytesInUse();
        QVERIFY2(freed >= weights, qPrintable(QStringLiteral("%1 of %2 bytes").arg(freed).arg(weights)));
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) // whose heaps keep what was freed
        if (inMemory >= 0) {
            const std::int64_t givenBack = std::int64_t{inMemory - anonymousKilobytes()} * 1024; // in whole pages
            QVERIFY2(givenBack > weights / 2, qPrintable(QStringLiteral("%1 of %2 bytes").arg(givenBack).arg(weights)));
        }
#endif
        QCOMPARE(backend.generate(smallRequest(), {}, {}).error().code, ErrorCode::WrongUse); // nothing is loaded
    }

    void withoutAModelGenerateSaysSo()
    {
        TorchBackend backend;
        const auto result = backend.generate(smallRequest(), {}, {});
        QVERIFY(!result.ok());
        QCOMPARE(result.error().code, ErrorCode::WrongUse);
    }

    void failedLoadLeavesNothingLoaded()
    {
        TorchBackend backend;
        QVERIFY(backend.load(tinySpec(), {}, {}).ok());
        ModelSpec missing = tinySpec();
        missing.path = CALOTYPE_TEST_DATA "/models/no-such-model";
        const auto loaded = backend.load(missing, {}, {});
        QVERIFY(!loaded.ok());
        QCOMPARE(loaded.error().code, ErrorCode::NotFound);
        QVERIFY(!backend.generate(smallRequest(), {}, {}).ok());
    }

    void modelWithoutAVaeSaysWhatToDo()
    {
        TorchBackend backend;
        ModelSpec spec;
        spec.path = CALOTYPE_TEST_DATA "/models/sdxl-tiny.safetensors";
        auto loaded = backend.load(spec, {}, {});
        QVERIFY(!loaded.ok());
        QVERIFY(loaded.error().message.find("VAE") != std::string::npos);
        spec.vaePath = CALOTYPE_TEST_DATA "/models/sdxl-tiny/vae";
        loaded = backend.load(spec, {}, {});
        QVERIFY2(loaded.ok(), loaded.ok() ? "" : loaded.error().message.c_str());
    }

    void missingDeviceIsNamed()
    {
        TorchBackend backend;
        ModelSpec spec = tinySpec();
        spec.device = "cuda:7";
        const auto loaded = backend.load(spec, {}, {});
        QVERIFY(!loaded.ok());
        QCOMPARE(loaded.error().code, ErrorCode::DeviceUnavailable);
    }

    void cancelWithinTheLoadLeavesNothing()
    {
        TorchBackend backend;
        std::stop_source stop;
        int events = 0;
        const auto loaded = backend.load(tinySpec(), [&](const LoadProgress &progress) {
            if (progress.step == LoadStep::ReadWeights && ++events == 3)
                stop.request_stop();
        }, stop.get_token());
        QVERIFY(!loaded.ok());
        QCOMPARE(loaded.error().code, ErrorCode::Cancelled);
        QVERIFY(events <= 4); // within one tensor
        QVERIFY(!backend.generate(smallRequest(), {}, {}).ok());
    }

    void memoryModeIsTheOneAskedForOrChosen()
    {
        TorchBackend backend;
        ModelSpec spec = tinySpec();
        const auto chosen = backend.load(spec, {}, {});
        QVERIFY2(chosen.ok(), chosen.ok() ? "" : chosen.error().message.c_str());
        QVERIFY(chosen.value().memory == MemoryMode::Balanced); // the file is in half precision

        std::vector<std::int64_t> bytes;
        std::vector<Image> pictures;
        for (const MemoryMode mode : {MemoryMode::Fast, MemoryMode::Balanced, MemoryMode::Low}) {
            spec.memory = mode;
            const auto loaded = backend.load(spec, {}, {});
            QVERIFY2(loaded.ok(), loaded.ok() ? "" : loaded.error().message.c_str());
            QVERIFY(loaded.value().memory == mode);
            bytes.push_back(loaded.value().residentBytes);
            const auto result = backend.generate(smallRequest(), {}, {});
            QVERIFY2(result.ok(), result.ok() ? "" : result.error().message.c_str());
            QCOMPARE(result.value().memory, std::string(memoryModeName(mode)));
            pictures.push_back(result.value().images.front().image);
        }
        QVERIFY(bytes[1] < bytes[0] * 6 / 10); // all but the vectors
        QCOMPARE(bytes[2], bytes[1]);
        QCOMPARE(pictures[1], pictures[0]);
    }

    void requestOutOfBoundsIsRefusedBeforeItStarts()
    {
        TorchBackend backend;
        QVERIFY(backend.load(tinySpec(), {}, {}).ok());
        GenerationRequest request = smallRequest();
        request.width = 65;
        int events = 0;
        const auto result = backend.generate(request, [&events](const Progress &) { ++events; }, {});
        QVERIFY(!result.ok());
        QCOMPARE(result.error().code, ErrorCode::WrongUse);
        QCOMPARE(events, 0);
    }

    void tinyAutoencoderPreviewsAreFullSize()
    {
        TorchBackend backend;
        ModelSpec spec = tinySpec();
        spec.taesdPath = CALOTYPE_TEST_DATA "/models/taesd-tiny";
        QVERIFY(backend.load(spec, {}, {}).ok());
        GenerationRequest request = smallRequest();
        request.preview = PreviewMethod::Taesd;
        QList<int> widths;
        const auto result = backend.generate(request, [&widths](const Progress &progress) {
            if (progress.preview)
                widths << progress.preview->width;
        }, {});
        QVERIFY(result.ok());
        QVERIFY(widths.size() >= 2);
        QCOMPARE(widths.first(2), (QList<int>{64, 64})); // of a network as small as this the decoder soon takes too much
    }

    void bfloat16RunsAndStaysClose()
    {
        TorchBackend backend;
        GenerationRequest request = smallRequest();
        request.keepLatents = true;
        request.guidance = 1; // more of it multiplies the rounding
        std::vector<Tensor> latents;
        for (const char *dtype : {"float32", "bfloat16"}) {
            ModelSpec spec = tinySpec();
            spec.dtype = dtype;
            QVERIFY(backend.load(spec, {}, {}).ok());
            const auto result = backend.generate(request, {}, {});
            QVERIFY2(result.ok(), result.ok() ? "" : result.error().message.c_str());
            QCOMPARE(result.value().dtype, std::string(dtype));
            latents.push_back(torch::tensor(result.value().latents.values));
        }
        // Two to three digits; other latents would be off by 1.4.
        const double off = ((latents[1] - latents[0]).pow(2).mean().sqrt() / latents[0].std()).item<double>();
        QVERIFY2(off > 0 && off < 0.05, qPrintable(QString::number(off)));
    }

    void float16OnTheProcessorIsRefused()
    {
        TorchBackend backend;
        ModelSpec spec = tinySpec();
        spec.device = "cpu";
        spec.dtype = "float16";
        int events = 0;
        const auto loaded = backend.load(spec, [&events](const LoadProgress &) { ++events; }, {});
        QVERIFY(!loaded.ok());
        QCOMPARE(loaded.error().code, ErrorCode::Unsupported);
        QVERIFY(loaded.error().message.find("float32") != std::string::npos);
        QCOMPARE(events, 0); // before anything is read
        QVERIFY(!backend.generate(smallRequest(), {}, {}).ok());
    }

    void unloadLeavesNothingLoaded()
    {
        TorchBackend backend;
        QCOMPARE(backend.unload(), std::int64_t{0});
        QVERIFY(backend.load(tinySpec(), {}, {}).ok());
        backend.unload();
        QCOMPARE(backend.generate(smallRequest(), {}, {}).error().code, ErrorCode::WrongUse);
        QCOMPARE(backend.unload(), std::int64_t{0});
        QVERIFY(backend.load(tinySpec(), {}, {}).ok());
        QVERIFY(backend.generate(smallRequest(), {}, {}).ok());
    }

    void threadsAreThePhysicalCoresUnlessSet()
    {
        TorchBackend backend;
        QCOMPARE(backend.threads(), physicalCores());
        backend.setThreads(1);
        QCOMPARE(backend.threads(), 1);
        backend.setThreads(0);
        QCOMPARE(backend.threads(), physicalCores());
    }

    void threadsThatComputeGiveWayAsTheOneThatTheyServe()
    {
#ifndef __linux__
        QSKIP("Only Linux tells the priority of a thread this way.");
#else
        std::mutex mutex;
        std::vector<int> found;
        std::thread generation([&] {
            lowerThreadPriority();
            TorchBackend backend;
            backend.setThreads(3);
            at::parallel_for(0, 3, 1, [&](std::int64_t, std::int64_t) {
                const std::lock_guard lock(mutex);
                found.push_back(getpriority(PRIO_PROCESS, 0));
            });
        });
        generation.join();
        const int mine = getpriority(PRIO_PROCESS, 0);
#ifdef _OPENMP
        QCOMPARE(found.size(), std::size_t{3});
#endif
        QVERIFY(!found.empty());
        QCOMPARE(found, std::vector<int>(found.size(), std::min(mine + 10, 19)));
#endif
    }

    void cpuIsAlwaysThereAndLast()
    {
        TorchBackend backend;
        const auto devices = backend.devices();
        QVERIFY(!devices.empty());
        QCOMPARE(devices.back().id, std::string("cpu"));
        QVERIFY(devices.back().totalBytes > devices.back().freeBytes);
        QVERIFY(devices.back().freeBytes > 0);
    }

    void processorPassesItsTest_data()
    {
        QTest::addColumn<QString>("dtype");
        for (const char *dtype : {"auto", "float32", "bfloat16"})
            QTest::newRow(dtype) << QString::fromLatin1(dtype);
    }

    void processorPassesItsTest()
    {
        QFETCH(QString, dtype);
        TorchBackend backend;
        const auto report = backend.testDevice("cpu", dtype.toStdString(), {});
        QVERIFY2(report.ok(), report.ok() ? "" : report.error().message.c_str());
        QCOMPARE(report.value().device, std::string("cpu"));
        QVERIFY(report.value().difference > 0); // single or half precision against double
        // float32 keeps 24 bits, bfloat16 8: its rounding shows.
        QVERIFY(dtype == QLatin1String("bfloat16") ? report.value().difference > 1e-4 : report.value().difference < 1e-4);
        QVERIFY(report.value().seconds > 0);
    }

    void deviceThatComputesWronglyIsRefused_data()
    {
        QTest::addColumn<std::function<void(Tensor &)>>("damage");
        QTest::addColumn<bool>("passes");
        const auto row = [](const char *name, bool passes, const std::function<void(Tensor &)> &damage) {
            QTest::newRow(name) << damage << passes;
        };
        // The largest number that is expected is −4, and a hundredth of it may be rounding.
        row("the same", true, [](Tensor &) {});
        row("just under the bound", true, [](Tensor &made) { made[1] += 0.0399; });
        row("just over it", false, [](Tensor &made) { made[1] += 0.0401; });
        row("below", false, [](Tensor &made) { made[0] -= 0.0401; });
        row("zeros", false, [](Tensor &made) { made.zero_(); });
        row("no number", false, [](Tensor &made) { made[2] = std::nan(""); });
        row("infinity", false, [](Tensor &made) { made[2] = INFINITY; });
    }

    void deviceThatComputesWronglyIsRefused()
    {
        QFETCH(std::function<void(Tensor &)>, damage);
        QFETCH(bool, passes);
        const BlockOutputs expected{{"the first", torch::tensor({100.0, -200.0})}, {"the second", torch::tensor({1.0, -4.0, 2.0})}};
        BlockOutputs made{{"the first", expected.at("the first").clone()}, {"the second", expected.at("the second").clone()}};
        damage(made["the second"]);
        try {
            const double difference = comparedOutputs(expected, made, {"cuda:0", "float16"}, 0.01);
            QVERIFY(passes);
            QVERIFY(difference <= 0.01);
            QCOMPARE(difference > 0, !torch::equal(made["the second"], expected.at("the second")));
        } catch (const Failure &failure) {
            QVERIFY(!passes);
            QCOMPARE(failure.error().code, ErrorCode::Unsupported);
            for (const char *named : {"cuda:0", "float16", "the second"})
                QVERIFY2(failure.error().message.find(named) != std::string::npos, failure.error().message.c_str());
        }
    }

    void deviceTestThatCannotBeMadeSaysWhy()
    {
        TorchBackend backend;
        QCOMPARE(backend.testDevice("cuda:99", "auto", {}).error().code, ErrorCode::DeviceUnavailable);
        QCOMPARE(backend.testDevice("cpu", "float16", {}).error().code, ErrorCode::Unsupported);
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(backend.testDevice("cpu", "float32", stop.get_token()).error().code, ErrorCode::Cancelled);
    }
};

CALOTYPE_GUILESS_TEST(TorchBackendTest)
#include "TorchBackendTest.moc"
