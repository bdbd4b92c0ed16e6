#include "app/ProgressPrinter.h"
#include "tests/support/TestMain.h"

#include <QTemporaryFile>
#include <QTest>

#include <cstdio>
#include <functional>

#include <unistd.h>

using namespace calotype;
using namespace calotype::app;

/// What is told on stderr where there is no terminal.
class ProgressPrinterTest final : public QObject
{
    Q_OBJECT

private:
    static QByteArray told(const std::function<void(ProgressPrinter &)> &work)
    {
        QTemporaryFile file;
        if (!file.open())
            return "no file";
        std::fflush(stderr);
        const int before = dup(STDERR_FILENO);
        dup2(file.handle(), STDERR_FILENO);
        {
            ProgressPrinter printer(false);
            work(printer);
        }
        std::fflush(stderr);
        dup2(before, STDERR_FILENO);
        close(before);
        file.seek(0);
        return file.readAll();
    }

    static Progress stepOf(int step, int image, int images)
    {
        Progress progress;
        progress.stage = Stage::Sampling;
        progress.step = step;
        progress.totalSteps = 3;
        progress.image = image;
        progress.imageCount = images;
        return progress;
    }

private Q_SLOTS:
    void eachStepIsALineOnce()
    {
        QCOMPARE(told([](ProgressPrinter &printer) {
                     for (const int step : {1, 2, 3, 3})
                         printer.generation(stepOf(step, 0, 1));
                 }),
                 QByteArray("step 1/3\nstep 2/3\nstep 3/3\n"));
    }

    void picturesAndPromptsAreCountedWhereThereAreSeveral()
    {
        QCOMPARE(told([](ProgressPrinter &printer) {
                     printer.setPrompt(1, 2);
                     printer.generation(stepOf(3, 0, 2));
                     printer.generation(stepOf(3, 1, 2));
                     printer.setPrompt(2, 2);
                     printer.generation(stepOf(3, 1, 2));
                     printer.setPrompt(1, 1);
                     printer.generation(stepOf(3, 0, 2));
                 }),
                 QByteArray("prompt 1/2, picture 1/2: step 3/3\nprompt 1/2, picture 2/2: step 3/3\n"
                            "prompt 2/2, picture 2/2: step 3/3\npicture 1/2: step 3/3\n"));
    }
};

CALOTYPE_GUILESS_TEST(ProgressPrinterTest)
#include "ProgressPrinterTest.moc"
