#include "tests/support/TestMain.h"

#include <QCoreApplication>
#if defined(QT_WIDGETS_LIB)
#include <QApplication>
#elif defined(QT_GUI_LIB)
#include <QGuiApplication>
#endif

#include <algorithm>
#include <cstdio>
#include <string_view>
#include <vector>

namespace calotype::tests {

namespace {

// Inside a function: other files register before this one's variables are there.
std::vector<Registration> &registrations()
{
    static std::vector<Registration> all;
    return all;
}

#if defined(QT_WIDGETS_LIB)
using WindowApplication = QApplication;
#elif defined(QT_GUI_LIB)
using WindowApplication = QGuiApplication;
#else
using WindowApplication = QCoreApplication;
#endif

template<typename Application>
int run(const Registration &test, int argc, char **argv)
{
    QCoreApplication::setAttribute(Qt::AA_Use96Dpi, true);
    Application application(argc, argv);
    QTest::setMainSourcePath(test.file);
    return QTest::qExec(test.make().get(), argc, argv);
}

} // namespace

bool registerTest(const Registration &test)
{
    registrations().push_back(test);
    return true;
}

} // namespace calotype::tests

int main(int argc, char **argv)
{
    using namespace calotype::tests;
    const auto &all = registrations();
    const std::string_view asked = argc > 1 ? argv[1] : "";
    const auto found = std::find_if(all.begin(), all.end(), [&](const Registration &test) { return asked == test.name; });
    if (found == all.end()) {
        std::fprintf(stderr, "Name one of these tests, and after it what Qt Test takes:\n");
        for (const Registration &test : all)
            std::fprintf(stderr, "  %s\n", test.name);
        return 2;
    }
    std::vector<char *> arguments{argv[0]};
    arguments.insert(arguments.end(), argv + 2, argv + argc + 1); // with the null at the end
    const int count = argc - 1;
    return found->window ? run<WindowApplication>(*found, count, arguments.data())
                         : run<QCoreApplication>(*found, count, arguments.data());
}
