#include "core/engine/DeviceFault.h"
#include "tests/support/TestMain.h"

#include <QTest>

using namespace calotype;

/// What libtorch's errors say of a device. The words are those of libtorch 1.13 and 2 with CUDA 11 and 12.
class DeviceFaultTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wordsTellTheFault_data();
    void wordsTellTheFault();
    void lostDeviceIsNamedWithARemedy();
};

void DeviceFaultTest::wordsTellTheFault_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<int>("fault");
    const auto row = [](const char *name, const char *words, DeviceFault fault) {
        QTest::newRow(name) << QString::fromUtf8(words) << static_cast<int>(fault);
    };
    row("processor", "[enforce fail at alloc_cpu.cpp:66] . DefaultCPUAllocator: can't allocate memory: you tried to",
        DeviceFault::OutOfMemory);
    row("card", "CUDA out of memory. Tried to allocate 2.00 GiB (GPU 0; 7.79 GiB total capacity)", DeviceFault::OutOfMemory);
    row("driver", "CUDA error: out of memory\nCUDA kernel errors might be asynchronously reported", DeviceFault::OutOfMemory);
    row("cuBLAS' room", "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`", DeviceFault::OutOfMemory);
    row("cuDNN's room", "cuDNN error: CUDNN_STATUS_ALLOC_FAILED", DeviceFault::OutOfMemory);
    row("Apple's", "MPS backend out of memory (MPS allocated: 8.00 GB)", DeviceFault::OutOfMemory);

    row("address", "CUDA error: an illegal memory access was encountered\nCUDA kernel errors might be asynchronously reported",
        DeviceFault::Lost);
    row("launch", "CUDA error: unspecified launch failure", DeviceFault::Lost);
    row("assert", "CUDA error: device-side assert triggered", DeviceFault::Lost);
    row("fallen off the bus", "CUDA error: unknown error", DeviceFault::Lost);
    row("taken away", "CUDA error: no CUDA-capable device is detected", DeviceFault::Lost);
    row("broken memory", "CUDA error: uncorrectable ECC error encountered", DeviceFault::Lost);
    row("cuDNN's work", "cuDNN error: CUDNN_STATUS_EXECUTION_FAILED", DeviceFault::Lost);

    row("unsuited card", "CUDA error: no kernel image is available for execution on the device\n"
                      "Compile with `TORCH_USE_CUDA_DSA` to enable device-side assertions.",
        DeviceFault::None);
    row("another's words", "The file has an unknown error", DeviceFault::None);
    row("shapes", "mat1 and mat2 shapes cannot be multiplied (77x768 and 1024x320)", DeviceFault::None);
    row("nothing", "", DeviceFault::None);
}

void DeviceFaultTest::wordsTellTheFault()
{
    QFETCH(QString, words);
    QFETCH(int, fault);
    QCOMPARE(static_cast<int>(deviceFaultOf(words.toStdString())), fault);
}

void DeviceFaultTest::lostDeviceIsNamedWithARemedy()
{
    const Error error = lostDevice("cuda:1", "unspecified launch failure");
    QCOMPARE(error.code, ErrorCode::DeviceLost);
    QCOMPARE(error.device, std::string("cuda:1"));
    QCOMPARE(error.detail, std::string("unspecified launch failure"));
    QVERIFY(error.message.find("cuda:1") != std::string::npos);
    QVERIFY(error.message.find("try again") != std::string::npos);
    QCOMPARE(std::string(errorCodeName(error.code)), std::string("device-lost"));
}

CALOTYPE_GUILESS_TEST(DeviceFaultTest)
#include "DeviceFaultTest.moc"
