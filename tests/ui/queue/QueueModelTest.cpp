#include "tests/support/TestMain.h"
#include "ui/queue/QueueModel.h"

#include "tests/core/jobs/JobQueueBench.h"
#include "ui/Language.h"

#include <QAbstractItemModelTester>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>

using namespace calotype;
using namespace calotype::jobs;
using calotype::tests::newJob;
using calotype::tests::newJobs;
using calotype::ui::QueueModel;

class QueueModelTest : public tests::JobQueueBench
{
    Q_OBJECT

private:
    static constexpr auto kMode = QAbstractItemModelTester::FailureReportingMode::QtTest;

    static QVector<qint64> rows(const QueueModel &model)
    {
        QVector<qint64> ids;
        for (int row = 0; row < model.rowCount(); ++row)
            ids << model.index(row).data(QueueModel::IdRole).toLongLong();
        return ids;
    }

    static QString status(const QueueModel &model, qint64 id)
    {
        return model.indexOf(id).data(QueueModel::StatusRole).toString();
    }

    void openPaused(int jobs)
    {
        open();
        m_queue->setPaused(true);
        m_queue->add(newJobs(jobs));
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(ui::speak(*QCoreApplication::instance(), QStringLiteral("en"))); } // its plurals

    void rowsFollowTheQueue()
    {
        open();
        m_queue->setPaused(true);
        QueueModel model(*m_queue);
        QAbstractItemModelTester tester(&model, kMode);
        QCOMPARE(model.rowCount(), 0);
        m_queue->add(newJobs(4));
        QCOMPARE(rows(model), (QVector<qint64>{1, 2, 3, 4}));
        m_queue->addFront(newJobs(2));
        QCOMPARE(rows(model), (QVector<qint64>{5, 6, 1, 2, 3, 4}));
        m_queue->move({4, 5}, 2);
        QCOMPARE(rows(model), (QVector<qint64>{6, 1, 5, 4, 2, 3}));
        for (const qint64 id : {6, 5, 4, 3})
            m_queue->cancel(id);
        m_queue->clearEnded(); // three runs of rows: first, middle, last
        QCOMPARE(rows(model), (QVector<qint64>{1, 2}));
        m_queue->replace(newJobs(2));
        QCOMPARE(rows(model), (QVector<qint64>{1, 2, 7, 8}));
        m_queue->cancelAll();
        m_queue->clearEnded();
        QCOMPARE(model.rowCount(), 0);
    }

    void rowsThatWereThereBeforeAreShown()
    {
        openPaused(3);
        QueueModel model(*m_queue);
        QAbstractItemModelTester tester(&model, kMode);
        QCOMPARE(rows(model), order());
        QCOMPARE(model.indexOf(2).row(), 1);
        QVERIFY(!model.indexOf(9).isValid());
    }

    void rowsOfARunFollow()
    {
        open();
        QueueModel model(*m_queue);
        QAbstractItemModelTester tester(&model, kMode);
        QSignalSpy changed(&model, &QueueModel::dataChanged);
        m_queue->add({newJob("a", 2)});
        QTRY_VERIFY(runs(1));
        QCOMPARE(model.index(0).data(QueueModel::StateRole).toInt(), int(JobState::Running));
        changed.clear();
        m_runner->makePicture(0);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(model.index(0).data(QueueModel::PicturesDoneRole).toInt(), 1);
        QCOMPARE(model.index(0).data(QueueModel::ProgressRole).toDouble(), 0.5);
        QVERIFY(status(model, 1).contains(QStringLiteral("1 of 2 pictures done")));
        m_queue->cancel(1);
        QVERIFY(model.index(0).data(QueueModel::StoppingRole).toBool());
        QCOMPARE(status(model, 1), QStringLiteral("Stopping …"));
        m_runner->finish(true);
        QCOMPARE(model.index(0).data(QueueModel::StateRole).toInt(), int(JobState::Cancelled));
        QVERIFY(!model.index(0).data(QueueModel::ProgressRole).isValid());
    }

    void rolesTellTheJob()
    {
        open();
        m_queue->setPaused(true);
        m_queue->add({newJob("a house,\n  <b>red</b>", 3), newJob(" ")});
        NewJob folder = newJob("b");
        folder.model.path = "/models/stable-diffusion-v1.5";
        m_queue->add({folder});
        QueueModel model(*m_queue);
        const QModelIndex first = model.index(0);
        QCOMPARE(first.data().toString(), QStringLiteral("a house, <b>red</b>"));
        QCOMPARE(first.data(QueueModel::PromptRole).toString(), QStringLiteral("a house,\n  <b>red</b>"));
        QVERIFY(first.data(Qt::ToolTipRole).toString().contains(QStringLiteral("&lt;b&gt;red")));
        QCOMPARE(first.data(QueueModel::ModelRole).toString(), QStringLiteral("a"));
        QCOMPARE(first.data(QueueModel::PicturesRole).toInt(), 3);
        QCOMPARE(first.data(QueueModel::PicturesDoneRole).toInt(), 0);
        QCOMPARE(status(model, 1), QStringLiteral("Waiting · 3 pictures"));
        QVERIFY(first.data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("Waiting")));
        QCOMPARE(model.index(1).data().toString(), QStringLiteral("(no prompt)"));
        QCOMPARE(model.index(2).data(QueueModel::ModelRole).toString(), QStringLiteral("stable-diffusion-v1.5"));
    }

    void failureIsToldInItsWords()
    {
        open();
        QueueModel model(*m_queue);
        m_queue->add(newJobs(1));
        QTRY_VERIFY(runs(1));
        m_runner->fail({ErrorCode::OutOfMemory, "The memory is full; try a smaller picture.", {}});
        QCOMPARE(model.index(0).data(QueueModel::ErrorRole).toString(),
                 QStringLiteral("The memory is full; try a smaller picture."));
        QCOMPARE(status(model, 1), QStringLiteral("Failed: The memory is full; try a smaller picture."));
    }

    void interruptionAndSettingAsideAreTold()
    {
        open();
        m_queue->add({newJob("a", 2)});
        QTRY_VERIFY(runs(1));
        m_runner->makePicture(0);
        m_runner->makePoint(1, 3, "x");
        crash();
        open();
        {
            QueueModel model(*m_queue);
            QVERIFY(model.index(0).data(QueueModel::InterruptedRole).toBool());
            QVERIFY(status(model, 1).startsWith(QStringLiteral("Interrupted")));
            QVERIFY(status(model, 1).contains(QStringLiteral("1 of 2 pictures done · one picture half made")));
            m_queue->resume(1);
            QVERIFY(!model.index(0).data(QueueModel::InterruptedRole).toBool());
        }
        QTRY_VERIFY(runs(1));
        crash();
        open();
        QueueModel model(*m_queue);
        QVERIFY(model.index(0).data(QueueModel::SetAsideRole).toBool());
        QCOMPARE(status(model, 1), QStringLiteral("Set aside: ") + job(1)->error);
    }

    void progressIsOfTheRunningJobAlone()
    {
        open();
        QueueModel model(*m_queue);
        QAbstractItemModelTester tester(&model, kMode);
        model.setProgress(0.3, QStringLiteral("7/20"));
        m_queue->add(newJobs(2));
        QTRY_VERIFY(runs(1));
        QCOMPARE(model.index(0).data(QueueModel::ProgressRole).toDouble(), 0.0);
        QSignalSpy changed(&model, &QueueModel::dataChanged);
        model.setProgress(0.25, QStringLiteral("5/20"));
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed[0][0].toModelIndex().row(), 0);
        model.setProgress(0.25, QStringLiteral("5/20"));
        QCOMPARE(changed.size(), 1);
        QCOMPARE(model.index(0).data(QueueModel::ProgressRole).toDouble(), 0.25);
        QCOMPARE(model.index(0).data(QueueModel::ProgressTextRole).toString(), QStringLiteral("5/20"));
        QVERIFY(status(model, 1).endsWith(QStringLiteral("5/20")));
        QVERIFY(!model.index(1).data(QueueModel::ProgressRole).isValid());
        model.setProgress(7, {});
        QCOMPARE(model.index(0).data(QueueModel::ProgressRole).toDouble(), 1.0);
        m_runner->finish();
        QTRY_VERIFY(runs(2));
        QVERIFY(!model.index(0).data(QueueModel::ProgressRole).isValid());
        QCOMPARE(model.index(1).data(QueueModel::ProgressRole).toDouble(), 0.0);
        QVERIFY(model.index(1).data(QueueModel::ProgressTextRole).toString().isEmpty());
    }

    void draggedRowsGoWhereTheyAreDropped_data()
    {
        QTest::addColumn<QVector<int>>("dragged");
        QTest::addColumn<int>("row");
        QTest::addColumn<int>("parent");
        QTest::addColumn<QVector<qint64>>("expected");
        QTest::newRow("past the next") << QVector<int>{0} << 2 << -1 << QVector<qint64>{2, 1, 3, 4, 5};
        QTest::newRow("below all") << QVector<int>{1} << -1 << -1 << QVector<qint64>{1, 3, 4, 5, 2};
        QTest::newRow("behind the last") << QVector<int>{1} << 5 << -1 << QVector<qint64>{1, 3, 4, 5, 2};
        QTest::newRow("to the top") << QVector<int>{3, 4} << 0 << -1 << QVector<qint64>{4, 5, 1, 2, 3};
        QTest::newRow("gathered") << QVector<int>{2, 0} << 4 << -1 << QVector<qint64>{2, 4, 1, 3, 5};
        QTest::newRow("one stays, one comes") << QVector<int>{1, 4} << 2 << -1 << QVector<qint64>{1, 2, 5, 3, 4};
        QTest::newRow("where it stands") << QVector<int>{1} << 2 << -1 << QVector<qint64>{1, 2, 3, 4, 5};
        QTest::newRow("onto a row") << QVector<int>{0} << -1 << 3 << QVector<qint64>{2, 3, 1, 4, 5};
    }

    void draggedRowsGoWhereTheyAreDropped()
    {
        QFETCH(QVector<int>, dragged);
        QFETCH(int, row);
        QFETCH(int, parent);
        QFETCH(QVector<qint64>, expected);
        openPaused(5);
        QueueModel model(*m_queue);
        QAbstractItemModelTester tester(&model, kMode);
        QModelIndexList indexes;
        for (const int one : std::as_const(dragged))
            indexes << model.index(one);
        const std::unique_ptr<QMimeData> data(model.mimeData(indexes));
        QCOMPARE(data->formats(), model.mimeTypes());
        QVERIFY(model.dropMimeData(data.get(), Qt::MoveAction, row, 0, parent < 0 ? QModelIndex() : model.index(parent)));
        QCOMPARE(order(), expected);
        QCOMPARE(rows(model), expected);
    }

    void selectionStaysWithItsJobs()
    {
        openPaused(4);
        QueueModel model(*m_queue);
        const QPersistentModelIndex second(model.index(1));
        const QPersistentModelIndex fourth(model.index(3));
        m_queue->move({2}, 0);
        m_queue->move({4}, 1);
        QCOMPARE(order(), (QVector<qint64>{4, 1, 3, 2}));
        QCOMPARE(second.row(), 3);
        QCOMPARE(second.data(QueueModel::IdRole).toLongLong(), qint64{2});
        QCOMPARE(fourth.row(), 0);
    }

    void onlyWaitingRowsCanBeDragged()
    {
        open();
        QueueModel model(*m_queue);
        m_queue->add(newJobs(3));
        QTRY_VERIFY(runs(1));
        m_queue->cancel(3);
        QVERIFY(!model.flags(model.index(0)).testFlag(Qt::ItemIsDragEnabled));
        QVERIFY(model.flags(model.index(1)).testFlag(Qt::ItemIsDragEnabled));
        QVERIFY(!model.flags(model.index(2)).testFlag(Qt::ItemIsDragEnabled));
        QVERIFY(!model.flags(model.index(1)).testFlag(Qt::ItemIsDropEnabled));
        QVERIFY(model.flags({}).testFlag(Qt::ItemIsDropEnabled));
        QVERIFY(!model.mimeData({model.index(0), model.index(2)}));
    }

    void whatIsNotOfThisQueueIsRefused()
    {
        openPaused(3);
        QueueModel model(*m_queue);
        QueueModel other(*m_queue);
        const std::unique_ptr<QMimeData> foreign(other.mimeData({other.index(2)}));
        QVERIFY(!model.dropMimeData(foreign.get(), Qt::MoveAction, 0, 0, {}));
        QMimeData broken;
        broken.setData(QueueModel::mimeType(), "x");
        QVERIFY(!model.dropMimeData(&broken, Qt::MoveAction, 0, 0, {}));
        QMimeData text;
        text.setText(QStringLiteral("1"));
        QVERIFY(!model.dropMimeData(&text, Qt::MoveAction, 0, 0, {}));
        const std::unique_ptr<QMimeData> own(model.mimeData({model.index(2)}));
        QVERIFY(!model.dropMimeData(own.get(), Qt::CopyAction, 0, 0, {}));
        QCOMPARE(order(), (QVector<qint64>{1, 2, 3}));
    }

    void jobThatBeganWhileItWasDraggedStays()
    {
        openPaused(3);
        QueueModel model(*m_queue);
        const std::unique_ptr<QMimeData> data(model.mimeData({model.index(0)}));
        m_queue->setPaused(false);
        QTRY_VERIFY(runs(1));
        QVERIFY(!model.dropMimeData(data.get(), Qt::MoveAction, -1, -1, {}));
        QCOMPARE(order(), (QVector<qint64>{1, 2, 3}));
    }

    void rowsAboutToGoAreEmptyAndTheOthersTheirOwn()
    {
        openPaused(3);
        QueueModel model(*m_queue);
        m_queue->cancel(2);
        bool seen = false;
        connect(&model, &QueueModel::rowsAboutToBeRemoved, this, [&] {
            seen = true;
            QCOMPARE(model.rowCount(), 3);
            QVERIFY(!model.index(1).data().isValid());
            QCOMPARE(model.index(2).data(QueueModel::IdRole).toLongLong(), qint64{3});
        });
        m_queue->clearEnded();
        QVERIFY(seen);
        QCOMPARE(rows(model), (QVector<qint64>{1, 3}));
    }

    void ordersFromWithinAnEarlierHandlerAreFollowed()
    {
        openPaused(3);
        bool done = false;
        // Heard before the model hears of the same.
        connect(m_queue.get(), &JobQueue::jobsInserted, this, [&] {
            if (std::exchange(done, true))
                return;
            m_queue->cancel(2);
            m_queue->clearEnded();
            m_queue->addFront(newJobs(2));
            m_queue->move({3}, 1);
        });
        QueueModel model(*m_queue);
        QAbstractItemModelTester tester(&model, kMode);
        m_queue->add(newJobs(1));
        QVERIFY(done);
        QCOMPARE(rows(model), order());
        QCOMPARE(model.rowCount(), 5);
    }
};

CALOTYPE_TEST(QueueModelTest)
#include "QueueModelTest.moc"
