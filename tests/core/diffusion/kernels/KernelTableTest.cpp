#include "core/diffusion/kernels/KernelTable.h"

#include "core/diffusion/Torch.h"
#include "core/diffusion/kernels/SharedTasks.h"
#include "core/diffusion/kernels/VectorLoops.h"
#include "tests/support/TestMain.h"

#include <QTest>

#include <mutex>
#include <set>
#include <thread>

using namespace calotype::diffusion;

/// What runs: which kernels, with which loops, on how many threads.
class KernelTableTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_before = enabledKernels(); }
    void cleanup() { enableKernels(m_before); }

    void namesChooseKernels();
    void onlyPlainFloatsOfTheProcessorRun();
    void namesChooseLoops();
    void tasksAreSharedByAllThreads();

private:
    KernelSet m_before;
};

void KernelTableTest::namesChooseKernels()
{
    QCOMPARE(KernelSet::fromText(""), KernelSet::all());
    QCOMPARE(KernelSet::fromText("plain"), KernelSet::none());
    QCOMPARE(KernelSet::fromText("attention,winograd"), KernelSet::none().with(Kernel::Winograd).with(Kernel::Attention));
    QCOMPARE(KernelSet::fromText("geglu,fourier"), KernelSet::none().with(Kernel::Geglu));
    QCOMPARE(KernelSet::fromText("always"), KernelSet::all().ofAnySize());
    QCOMPARE(KernelSet::fromText("always,winograd"), KernelSet::none().with(Kernel::Winograd).ofAnySize());
    QVERIFY(!(KernelSet::all() == KernelSet::all().ofAnySize()));
    for (const KernelRule &rule : kernelTable()) {
        QVERIFY(KernelSet::all().contains(rule.kernel));
        QVERIFY(KernelSet::fromText(rule.name) == KernelSet::none().with(rule.kernel));
        QVERIFY(&rule - kernelTable().data() == static_cast<int>(rule.kernel)); // the order by which it is looked up
    }
}

void KernelTableTest::onlyPlainFloatsOfTheProcessorRun()
{
    enableKernels(KernelSet::all());
    const KernelShape large{512, 512, 4096};
    Tensor x = at::zeros({2, 2});
    const Tensor none;
    QVERIFY(runsKernel(Kernel::Winograd, large, {&x, &none}));
    QVERIFY(!runsKernel(Kernel::Winograd, {4, 512, 4096}, {&x}));
    enableKernels(KernelSet::all().ofAnySize());
    QVERIFY(runsKernel(Kernel::Winograd, {4, 1, 1}, {&x}));
    QVERIFY(!runsKernel(Kernel::Winograd, {4, 0, 1}, {&x})); // which none of them can
    enableKernels(KernelSet::all());
    const Tensor half = x.to(at::kHalf);
    QVERIFY(!runsKernel(Kernel::Winograd, large, {&x, &half}));
    x.set_requires_grad(true);
    QVERIFY(!runsKernel(Kernel::Winograd, large, {&x}));
    {
        const at::NoGradGuard guard;
        QVERIFY(runsKernel(Kernel::Winograd, large, {&x}));
    }
    enableKernels(KernelSet::none());
    QVERIFY(!runsKernel(Kernel::Winograd, large, {&half}));
    QVERIFY(!runsKernel(Kernel::Norm, large, {}));
}

void KernelTableTest::namesChooseLoops()
{
    QCOMPARE(&loopsFromText("generic"), &genericLoops());
    const VectorLoops &fastest = loopsFromText("");
    QCOMPARE(&loopsFromText("altivec"), &fastest);
    for (const char *name : {"avx2", "avx512"}) {
        const VectorLoops *loops = vectorLoops(name);
        QCOMPARE(&loopsFromText(name), loops ? loops : &fastest);
        QVERIFY(!loops || fastest.lanes >= loops->lanes);
    }
    QCOMPARE(vectorLoops("AVX-512"), vectorLoops("avx512"));
    QVERIFY(fastest.lanes >= genericLoops().lanes);

    const VectorLoops &before = vectorLoops();
    useLoops(genericLoops());
    QCOMPARE(&vectorLoops(), &genericLoops());
    useLoops(before);
    QCOMPARE(&vectorLoops(), &before);
}

void KernelTableTest::tasksAreSharedByAllThreads()
{
#ifndef _OPENMP
    QSKIP("This build knows no OpenMP.");
#else
    const int before = at::get_num_threads();
    at::set_num_threads(3);
    std::mutex mutex;
    std::set<std::thread::id> threads;
    std::set<std::int64_t> done;
    shareTasks(100, [&](SharedTasks &tasks) {
        const std::lock_guard lock(mutex);
        threads.insert(std::this_thread::get_id());
        for (std::int64_t task = 0; tasks.take(task);)
            done.insert(task);
    });
    at::set_num_threads(before);
    QCOMPARE(threads.size(), std::size_t{3});
    QCOMPARE(done.size(), std::size_t{100});
#endif
}

CALOTYPE_GUILESS_TEST(KernelTableTest)
#include "KernelTableTest.moc"
