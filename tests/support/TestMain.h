#pragma once

#include <QTest>

#include <memory>

namespace calotype::tests {

/// A test class that its executable runs when its name is the first argument.
struct Registration {
    const char *name;
    const char *file;
    bool window; ///< under an application with windows, where the executable is linked to one
    std::unique_ptr<QObject> (*make)();
};

/// Called before main, by the macros below.
bool registerTest(const Registration &test);

template<typename Test>
std::unique_ptr<QObject> makeTest()
{
    return std::make_unique<Test>();
}

} // namespace calotype::tests

// In place of QTEST_MAIN and QTEST_GUILESS_MAIN in executables that hold several test classes: linking and moc are done
// once for all of them, and each still runs in a process of its own.
#define CALOTYPE_REGISTER_TEST(Class, window) \
    [[maybe_unused]] static const bool registered##Class \
        = calotype::tests::registerTest({#Class, __FILE__, window, &calotype::tests::makeTest<Class>});
#define CALOTYPE_TEST(Class) CALOTYPE_REGISTER_TEST(Class, true)
#define CALOTYPE_GUILESS_TEST(Class) CALOTYPE_REGISTER_TEST(Class, false)
