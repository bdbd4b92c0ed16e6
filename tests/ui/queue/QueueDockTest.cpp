#include "tests/support/TestMain.h"
#include "ui/queue/QueueDock.h"

#include "tests/core/jobs/JobQueueBench.h"
#include "ui/queue/QueueDelegate.h"
#include "ui/queue/QueueModel.h"

#include <QAction>
#include <QApplication>
#include <QDropEvent>
#include <QImage>
#include <QItemSelectionModel>
#include <QLabel>
#include <QListView>
#include <QMainWindow>
#include <QMimeData>
#include <QPainter>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTest>
#include <QToolButton>

#include <atomic>
#include <memory>

using namespace calotype;
using namespace calotype::jobs;
using namespace calotype::ui;
using calotype::tests::newJob;
using calotype::tests::newJobs;
using calotype::tests::ScriptedRunner;

class QueueDockTest : public tests::JobQueueBench
{
    Q_OBJECT

private:
    /// The dock in a window, wide enough for all its buttons.
    struct View {
        explicit View(JobQueue &queue)
            : model(queue)
            , dock(new QueueDock(queue, model, &window))
        {
            window.addDockWidget(Qt::BottomDockWidgetArea, dock);
            window.resize(1400, 500);
            window.show();
        }
        QToolButton *button(const char *name) const { return dock->findChild<QToolButton *>(QLatin1String(name)); }
        QListView *list() const { return dock->findChild<QListView *>(QStringLiteral("queueList")); }
        QString notice() const
        {
            const auto *const label = dock->findChild<QLabel *>(QStringLiteral("queueNoticeText"));
            return label->isVisible() ? label->text() : QString();
        }
        QString empty() const
        {
            const auto *const label = dock->findChild<QLabel *>(QStringLiteral("queueEmpty"));
            return label->isVisible() ? label->text() : QString();
        }
        void select(const QVector<int> &rows) const
        {
            list()->selectionModel()->clear();
            for (const int row : rows)
                list()->selectionModel()->setCurrentIndex(model.index(row), QItemSelectionModel::Select);
        }
        void click(const char *name) const
        {
            QTRY_VERIFY2(button(name)->isEnabled(), name);
            QTRY_VERIFY2(button(name)->isVisible(), name);
            QTest::mouseClick(button(name), Qt::LeftButton);
        }
        QStringList enabled() const
        {
            QStringList names;
            for (const QAction *const action : dock->findChild<QListView *>(QStringLiteral("queueList"))->actions()) {
                if (action->isEnabled() && !action->isSeparator())
                    names << action->objectName().mid(5);
            }
            names.sort();
            return names;
        }

        QueueModel model;
        QMainWindow window; ///< goes first, with the dock
        QueueDock *dock;
    };

    void openPaused(int jobs)
    {
        open();
        m_queue->setPaused(true);
        m_queue->add(newJobs(jobs));
    }

    // Job @p id has made one of its pictures and is cancelled.
    void cancelHalfDone(qint64 id)
    {
        QTRY_VERIFY(runs(id));
        m_runner->makePicture(0);
        m_queue->cancel(id);
        m_runner->finish(true);
    }

private Q_SLOTS:
    void titleCounts()
    {
        open();
        View view(*m_queue);
        QCOMPARE(view.dock->windowTitle(), QStringLiteral("Queue"));
        m_queue->add(newJobs(4));
        QTRY_VERIFY(runs(1));
        QTRY_COMPARE(view.dock->windowTitle(), QStringLiteral("Queue – 1 running, 3 waiting"));
        m_runner->fail({ErrorCode::Internal, "No.", {}});
        QTRY_COMPARE(view.dock->windowTitle(), QStringLiteral("Queue – 1 running, 2 waiting, 1 failed"));
        QTRY_VERIFY(runs(2)); // a pause before that would take it back
        m_queue->setPaused(true);
        QTRY_COMPARE(view.dock->windowTitle(), QStringLiteral("Queue – paused, 1 running, 2 waiting, 1 failed"));
    }

    void emptyQueueSaysWhatItIsFor()
    {
        open();
        View view(*m_queue);
        QVERIFY(view.empty().startsWith(QStringLiteral("Nothing is queued.")));
        QVERIFY(!view.list()->isVisible());
        m_queue->setPaused(true);
        m_queue->add(newJobs(1));
        QTRY_VERIFY(view.list()->isVisible());
        QVERIFY(view.empty().isEmpty());
        m_queue->cancelAll();
        m_queue->clearEnded();
        QTRY_VERIFY(!view.empty().isEmpty());
    }

    void everyControlHasANameAndTakesTheKeyboard()
    {
        open();
        View view(*m_queue);
        int buttons = 0;
        for (const QToolButton *const button : view.dock->findChildren<QToolButton *>()) {
            if (!button->objectName().startsWith(QStringLiteral("queue")))
                continue;
            ++buttons;
            QVERIFY2(!button->accessibleName().isEmpty(), qPrintable(button->objectName()));
            QVERIFY(!button->accessibleName().contains(u'&'));
            QVERIFY(button->focusPolicy() & Qt::TabFocus);
        }
        QCOMPARE(buttons, 9);
        QVERIFY(!view.list()->accessibleName().isEmpty());
        for (const QAction *const action : view.list()->actions())
            QVERIFY(action->isSeparator() || !action->objectName().isEmpty());
    }

    void actionsAreEnabledOnlyWhereTheyDoSomething()
    {
        open();
        View view(*m_queue);
        QCOMPARE(view.enabled(), QStringList{"Pause"});
        m_queue->setPaused(true);
        m_queue->add(newJobs(3));
        QTRY_COMPARE(view.enabled(), (QStringList{"CancelAll", "Pause"}));
        view.select({0});
        QTRY_COMPARE(view.enabled(), (QStringList{"Cancel", "CancelAll", "MoveDown", "Pause", "ToEnd"}));
        view.select({1});
        QTRY_COMPARE(view.enabled(),
                     (QStringList{"Cancel", "CancelAll", "MoveDown", "MoveUp", "Pause", "ToEnd", "ToFront"}));
        view.select({0, 2}); // none before the first, but one between
        QTRY_COMPARE(view.enabled(), (QStringList{"Cancel", "CancelAll", "Pause", "ToEnd", "ToFront"}));
        view.select({0, 1, 2});
        QTRY_COMPARE(view.enabled(), (QStringList{"Cancel", "CancelAll", "Pause"}));
        m_queue->cancelAll();
        QTRY_COMPARE(view.enabled(), (QStringList{"ClearEnded", "Pause", "Retry"}));
        m_queue->clearEnded();
        QTRY_COMPARE(view.enabled(), QStringList{"Pause"});
    }

    void stoppingJobCannotBeCancelledAgain()
    {
        open();
        View view(*m_queue);
        m_queue->add(newJobs(1));
        QTRY_VERIFY(runs(1));
        view.select({0});
        QTRY_COMPARE(view.enabled(), (QStringList{"Cancel", "CancelAll", "Pause"}));
        view.click("queueCancelButton");
        QCOMPARE(m_runner->stops, 1);
        QTRY_COMPARE(view.enabled(), QStringList{"Pause"});
    }

    void pauseButtonPausesAndResumes()
    {
        open();
        View view(*m_queue);
        QTRY_COMPARE(view.button("queuePauseButton")->accessibleName(), QStringLiteral("Pause Queue"));
        QVERIFY(view.notice().isEmpty());
        view.click("queuePauseButton");
        QVERIFY(m_queue->isPaused());
        QTRY_COMPARE(view.button("queuePauseButton")->accessibleName(), QStringLiteral("Resume Queue"));
        QVERIFY(view.notice().contains(QStringLiteral("Resume Queue")));
        view.click("queuePauseButton");
        QVERIFY(!m_queue->isPaused());
        QTRY_VERIFY(view.notice().isEmpty());
    }

    void reasonOfAPauseIsShownWithWhatToDo()
    {
        open();
        View view(*m_queue);
        m_queue->add(newJobs(2));
        QTRY_VERIFY(runs(1));
        m_runner->fail({ErrorCode::DiskFull, "There is no room left for pictures; make room.", {}});
        QTRY_VERIFY(view.notice().startsWith(QStringLiteral("There is no room left for pictures; make room.")));
        QVERIFY(view.notice().contains(QStringLiteral("Resume Queue")));
        view.click("queuePauseButton");
        QTRY_VERIFY(runs(1));
        QTRY_VERIFY(view.notice().isEmpty());
        m_queue->stopNow();
        QTRY_VERIFY(view.notice().startsWith(QStringLiteral("You stopped the queue.")));
    }

    void interruptedJobIsGoneOnWith()
    {
        open();
        m_queue->add(newJobs(2, 2));
        QTRY_VERIFY(runs(1));
        m_runner->makePicture(0);
        m_runner->makePoint(1, 3, "x");
        crash();
        open();
        View view(*m_queue);
        QVERIFY(view.notice().startsWith(QStringLiteral("Calotype ended unexpectedly")));
        view.select({1});
        QTRY_VERIFY(view.button("queueCancelButton")->isEnabled());
        QVERIFY(!view.button("queueGoOnButton")->isEnabled());
        view.select({0});
        view.click("queueGoOnButton");
        QTRY_VERIFY(runs(1));
        QVERIFY(m_runner->current->request.resume);
        QCOMPARE(m_runner->current->picturesDone, 1);
        QTRY_VERIFY(view.notice().isEmpty());
    }

    void interruptedPictureIsBegunAnew()
    {
        open();
        m_queue->add(newJobs(1, 2));
        QTRY_VERIFY(runs(1));
        m_runner->makePicture(0);
        m_runner->makePoint(1, 3, "x");
        crash();
        open();
        View view(*m_queue);
        view.select({0});
        view.click("queueBeginAnewButton");
        QTRY_VERIFY(runs(1));
        QVERIFY(!m_runner->current->request.resume);
        QCOMPARE(m_runner->current->picturesDone, 1);
    }

    void severalGoOnInTheirOrder()
    {
        open();
        View view(*m_queue);
        m_queue->add(newJobs(3, 2));
        cancelHalfDone(1);
        cancelHalfDone(2);
        QTRY_VERIFY(runs(3));
        m_queue->add(newJobs(1));
        view.select({0, 1});
        view.click("queueGoOnButton");
        QCOMPARE(stateOf(1), JobState::Queued);
        QCOMPARE(stateOf(2), JobState::Queued);
        m_runner->finish();
        QTRY_VERIFY(runs(1));
        QCOMPARE(m_runner->current->picturesDone, 1);
        m_runner->finish();
        QTRY_VERIFY(runs(2));
        m_runner->finish();
        QTRY_VERIFY(runs(4));
    }

    void retryBeginsAtTheFirstPicture()
    {
        open();
        View view(*m_queue);
        m_queue->add(newJobs(1, 2));
        cancelHalfDone(1);
        view.select({0});
        view.click("queueRetryButton");
        QTRY_VERIFY(runs(1));
        QCOMPARE(m_runner->current->picturesDone, 0);
    }

    void cancelTakesAllThatAreSelected()
    {
        open();
        View view(*m_queue);
        m_queue->add(newJobs(4));
        QTRY_VERIFY(runs(1));
        view.select({0, 1, 2});
        view.click("queueCancelButton");
        QVERIFY(job(1)->stopping);
        QCOMPARE(stateOf(2), JobState::Cancelled);
        QCOMPARE(stateOf(3), JobState::Cancelled);
        m_runner->finish(true);
        QTRY_VERIFY(runs(4));
    }

    void runningJobIsInSightWhenTheDockIsOpened()
    {
        openPaused(200);
        for (qint64 id = 1; id <= 150; ++id)
            m_queue->cancel(id);
        View view(*m_queue);
        view.dock->hide();
        m_queue->setPaused(false);
        QTRY_VERIFY(runs(151));
        const QModelIndex running = view.model.index(150);
        const auto isInSight = [&] { return view.list()->viewport()->rect().contains(view.list()->visualRect(running)); };
        QVERIFY(!isInSight());
        view.dock->show();
        QTRY_VERIFY(isInSight());

        view.list()->scrollToTop(); // the user looks at something else
        QVERIFY(!isInSight());
        QShowEvent fromTheTaskBar;
        QSpontaneKeyEvent::setSpontaneous(&fromTheTaskBar);
        qApp->notify(view.dock, &fromTheTaskBar);
        QVERIFY(!isInSight());
    }

    void cancelAllAndClearEndedEmptyTheList()
    {
        openPaused(3);
        View view(*m_queue);
        view.click("queueCancelAllButton");
        QCOMPARE(m_queue->waitingCount(), 0);
        QCOMPARE(m_queue->count(), 3);
        view.click("queueClearEndedButton");
        QCOMPARE(m_queue->count(), 0);
    }

    void frontAndEndKeepTheOrderOfTheSelected()
    {
        openPaused(5);
        View view(*m_queue);
        view.select({2, 4});
        view.click("queueToFrontButton");
        QCOMPARE(order(), (QVector<qint64>{3, 5, 1, 2, 4}));
        view.select({0, 2});
        view.click("queueToEndButton");
        QCOMPARE(order(), (QVector<qint64>{5, 2, 4, 3, 1}));
    }

    void frontIsBehindWhatRuns()
    {
        open();
        View view(*m_queue);
        m_queue->add(newJobs(3));
        QTRY_VERIFY(runs(1));
        view.select({2});
        view.click("queueToFrontButton");
        QCOMPARE(order(), (QVector<qint64>{1, 3, 2}));
    }

    void draggedRowsGoTogetherWhereTheyAreDropped()
    {
        openPaused(5);
        View view(*m_queue);
        QTRY_VERIFY(view.list()->isVisible());
        // No drag is under way, so the event has no source, which a move within one view asks for; the rest is as it is.
        view.list()->setDragDropMode(QAbstractItemView::DragDrop);
        const auto drop = [&view](QPoint at) {
            const std::unique_ptr<QMimeData> rows(view.model.mimeData(view.list()->selectionModel()->selectedIndexes()));
            QWidget *const viewport = view.list()->viewport();
            QDragEnterEvent enter(at, Qt::MoveAction, rows.get(), Qt::LeftButton, Qt::NoModifier);
            QApplication::sendEvent(viewport, &enter);
            QDropEvent event(at, Qt::MoveAction, rows.get(), Qt::LeftButton, Qt::NoModifier);
            event.ignore(); // as it comes from the system
            QApplication::sendEvent(viewport, &event);
            return event.isAccepted();
        };
        const auto rect = [&view](int row) { return view.list()->visualRect(view.model.index(row)); };
        view.select({1, 3});
        QVERIFY(drop(rect(0).topLeft() + QPoint(20, 1)));
        QCOMPARE(order(), (QVector<qint64>{2, 4, 1, 3, 5}));
        QVERIFY(drop(rect(2).bottomLeft() + QPoint(20, -1))); // the same two: the selection went with them
        QCOMPARE(order(), (QVector<qint64>{1, 2, 4, 3, 5}));
    }

    void tenThousandSelectedTakeOneChangeOfEachKind()
    {
        constexpr int kJobs = 10'000;
        std::atomic<int> transactions = 0;
        JobStoreOptions options;
        options.trace = [&transactions](const QString &sql) { transactions += sql == QLatin1String("COMMIT") ? 1 : 0; };
        open(options);
        m_queue->setPaused(true);
        View view(*m_queue);
        QSignalSpy saved(m_queue.get(), &JobQueue::saved);
        QSignalSpy inserted(&view.model, &QueueModel::rowsInserted);
        QSignalSpy moved(&view.model, &QueueModel::layoutChanged);
        QSignalSpy changed(&view.model, &QueueModel::dataChanged);
        m_queue->add(newJobs(kJobs));
        QCOMPARE(inserted.size(), 1);
        QTRY_COMPARE_WITH_TIMEOUT(saved.size(), 1, 60'000);
        transactions = 0;
        // All but the last, so that they have a place to go to.
        view.list()->selectionModel()->select({view.model.index(0), view.model.index(kJobs - 2)}, QItemSelectionModel::Select);
        view.click("queueCancelButton");
        QCOMPARE(m_queue->waitingCount(), 1);
        QCOMPARE(changed.size(), 1);
        view.click("queueRetryButton");
        QCOMPARE(m_queue->waitingCount(), kJobs);
        QCOMPARE(m_queue->at(0)->id, qint64{kJobs});
        QCOMPARE(changed.size(), 2);
        QCOMPARE(moved.size(), 1);
        view.click("queueToFrontButton");
        QCOMPARE(m_queue->at(0)->id, qint64{1});
        QCOMPARE(moved.size(), 2);
        m_queue->add(newJobs(1)); // behind all of that
        QTRY_COMPARE_WITH_TIMEOUT(saved.size(), 2, 60'000);
        QCOMPARE(transactions.load(), 4); // cancelled, asked for again, moved, added
        QCOMPARE(view.list()->selectionModel()->selectedIndexes().size(), kJobs - 1);
    }

    void keysCancelAndMove()
    {
        openPaused(4);
        View view(*m_queue);
        view.window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&view.window));
        QTRY_VERIFY(view.list()->isVisible());
        view.list()->setFocus();
        view.select({1, 2});
        QTRY_VERIFY(view.enabled().contains(QStringLiteral("MoveUp")));
        QTest::keyClick(view.list(), Qt::Key_Up, Qt::ControlModifier);
        QCOMPARE(order(), (QVector<qint64>{2, 3, 1, 4}));
        QTRY_VERIFY(!view.enabled().contains(QStringLiteral("MoveUp")));
        QTest::keyClick(view.list(), Qt::Key_Down, Qt::ControlModifier);
        QTest::keyClick(view.list(), Qt::Key_Down, Qt::ControlModifier);
        QCOMPARE(order(), (QVector<qint64>{1, 4, 2, 3}));
        view.select({0});
        QTRY_VERIFY(view.enabled().contains(QStringLiteral("Cancel")));
        QTest::keyClick(view.list(), Qt::Key_Delete);
        QCOMPARE(stateOf(1), JobState::Cancelled);
        QCOMPARE(stateOf(4), JobState::Queued);
    }

    void queueThatCannotBeOpenedSaysWhyAndCanBeTriedAgain()
    {
        open();
        ScriptedRunner runner;
        JobQueue second(path(), &runner);
        View view(second);
        QVERIFY(view.empty().startsWith(QStringLiteral("Opening")));
        QVERIFY(!view.button("queuePauseButton")->isEnabled());
        second.open();
        QTRY_VERIFY(view.empty().contains(QStringLiteral("Another Calotype")));
        m_queue.reset();
        QCOMPARE(view.button("queuePauseButton")->accessibleName(), QStringLiteral("Open Again"));
        view.click("queuePauseButton");
        QTRY_VERIFY(second.isOpen());
        QTRY_VERIFY(view.empty().startsWith(QStringLiteral("Nothing is queued.")));
        QCOMPARE(view.button("queuePauseButton")->accessibleName(), QStringLiteral("Pause Queue"));
    }

    void barOfARunningJobGrowsWithItsProgress()
    {
        QStandardItemModel model;
        auto *const row = new QStandardItem(QStringLiteral("a"));
        row->setData(int(JobState::Running), QueueModel::StateRole);
        model.appendRow(row);
        QueueDelegate delegate;
        QStyleOptionViewItem option;
        option.font = QGuiApplication::font();
        option.rect = QRect(QPoint(), QSize(400, delegate.sizeHint(option, model.index(0, 0)).height()));
        // Pixels in the colour of the bar, in the line that has most of them.
        const auto barLength = [&](Qt::LayoutDirection direction, int *left) {
            option.direction = direction;
            QImage image(option.rect.size(), QImage::Format_RGB32);
            image.fill(option.palette.color(QPalette::Base));
            QPainter painter(&image);
            delegate.paint(&painter, option, model.index(0, 0));
            painter.end();
            const QRgb colour = option.palette.color(QPalette::Active, QPalette::Highlight).rgb();
            int most = 0;
            for (int y = 0; y < image.height(); ++y) {
                int length = 0;
                int first = -1;
                for (int x = 0; x < image.width(); ++x) {
                    if (image.pixel(x, y) != colour)
                        continue;
                    first = first < 0 ? x : first;
                    ++length;
                }
                if (length > most) {
                    most = length;
                    *left = first;
                }
            }
            return most;
        };
        int left = 0;
        QCOMPARE(barLength(Qt::LeftToRight, &left), 0);
        row->setData(0.25, QueueModel::ProgressRole);
        const int quarter = barLength(Qt::LeftToRight, &left);
        QVERIFY(quarter > 0);
        QVERIFY(left < 200);
        row->setData(0.5, QueueModel::ProgressRole);
        QVERIFY(qAbs(barLength(Qt::LeftToRight, &left) - 2 * quarter) <= 1);
        QVERIFY(barLength(Qt::RightToLeft, &left) > 0);
        QVERIFY(left >= 199);
    }
};

CALOTYPE_TEST(QueueDockTest)
#include "QueueDockTest.moc"
