#include "core/jobs/JobList.h"
#include "tests/core/jobs/JobFixtures.h"
#include "tests/support/TestMain.h"

#include <QTest>

#include <numeric>
#include <random>

using namespace calotype;
using namespace calotype::jobs;

class JobListTest : public QObject
{
    Q_OBJECT

private:
    static JobList listOf(int count)
    {
        JobList list;
        std::vector<Job> jobs = tests::jobRecords(count);
        list.insert(0, jobs);
        return list;
    }

    static std::vector<qint64> ids(const JobList &list)
    {
        std::vector<qint64> all;
        for (int row = 0; row < list.count(); ++row)
            all.push_back(list.at(row)->id);
        return all;
    }

    static bool isConsistent(const JobList &list)
    {
        int waiting = 0;
        for (int row = 0; row < list.count(); ++row) {
            waiting += list.at(row)->state == JobState::Queued ? 1 : 0;
            if (list.rowOf(list.at(row)->id) != row)
                return false;
            if (row > 0 && list.at(row - 1)->position >= list.at(row)->position)
                return false;
        }
        return list.waitingCount() == waiting;
    }

private Q_SLOTS:
    void insertedJobsStandWhereTheyWerePut()
    {
        JobList list = listOf(3);
        std::vector<Job> two{tests::jobRecord(11, "a"), tests::jobRecord(12, "b")};
        QVERIFY(list.insert(1, two).empty());
        QCOMPARE(ids(list), (std::vector<qint64>{1, 11, 12, 2, 3}));
        QVERIFY(isConsistent(list));
        QCOMPARE(two[0].position, list.at(1)->position);
        QCOMPARE(two[1].position, list.at(2)->position);
        std::vector<Job> first{tests::jobRecord(13, "c")};
        list.insert(0, first);
        std::vector<Job> last{tests::jobRecord(14, "d")};
        list.insert(list.count(), last);
        QCOMPARE(ids(list), (std::vector<qint64>{13, 1, 11, 12, 2, 3, 14}));
        QVERIFY(isConsistent(list));
    }

    void movedJobsKeepTheirOrder_data()
    {
        QTest::addColumn<QVector<qint64>>("moved");
        QTest::addColumn<qint64>("before");
        QTest::addColumn<QVector<qint64>>("order");
        QTest::newRow("down") << QVector<qint64>{2} << qint64{5} << QVector<qint64>{1, 3, 4, 2, 5};
        QTest::newRow("up") << QVector<qint64>{4} << qint64{1} << QVector<qint64>{4, 1, 2, 3, 5};
        QTest::newRow("to the end") << QVector<qint64>{1} << qint64{0} << QVector<qint64>{2, 3, 4, 5, 1};
        QTest::newRow("several, asked for in another order") << QVector<qint64>{5, 1} << qint64{3} << QVector<qint64>{2, 1, 5, 3, 4};
        QTest::newRow("before one of them") << QVector<qint64>{2, 3} << qint64{2} << QVector<qint64>{1, 2, 3, 4, 5};
        QTest::newRow("before the last of them, at the end") << QVector<qint64>{1, 5} << qint64{5} << QVector<qint64>{2, 3, 4, 1, 5};
        QTest::newRow("all") << QVector<qint64>{1, 2, 3, 4, 5} << qint64{3} << QVector<qint64>{1, 2, 3, 4, 5};
        QTest::newRow("unknown ones") << QVector<qint64>{77} << qint64{1} << QVector<qint64>{1, 2, 3, 4, 5};
        QTest::newRow("before an unknown one") << QVector<qint64>{1} << qint64{77} << QVector<qint64>{2, 3, 4, 5, 1};
    }

    void movedJobsKeepTheirOrder()
    {
        QFETCH(QVector<qint64>, moved);
        QFETCH(qint64, before);
        QFETCH(QVector<qint64>, order);
        JobList list = listOf(5);
        list.move({moved.begin(), moved.end()}, before);
        QCOMPARE(ids(list), std::vector<qint64>(order.begin(), order.end()));
        QVERIFY(isConsistent(list));
    }

    void aMoveChangesNoOtherPosition()
    {
        JobList list = listOf(10'000);
        QCOMPARE(list.move({9'000}, 1).size(), std::size_t{1});
        QCOMPARE(list.move({1, 2, 3}, 5'000).size(), std::size_t{3});
        QVERIFY(isConsistent(list));
    }

    void whereNoNumberIsLeftAllAreNumberedAnew()
    {
        JobList list = listOf(3);
        std::size_t all = 0;
        // Always the third to second place: the gap above the first is halved each time.
        for (int i = 0; i < 60; ++i) {
            const auto changed = list.move({list.at(2)->id}, list.at(1)->id);
            QVERIFY(isConsistent(list));
            all += changed.size() > 1;
            if (changed.size() > 1)
                QCOMPARE(changed.size(), std::size_t{3});
        }
        QVERIFY(all >= 1 && all <= 4);
    }

    void insertionIntoAFullGapTellsOfEveryPosition()
    {
        JobList list;
        std::vector<Job> tight{tests::jobRecord(1, "a"), tests::jobRecord(2, "b")};
        tight[0].position = 7;
        tight[1].position = 8;
        list.assign(tight);
        std::vector<Job> between{tests::jobRecord(3, "c")};
        QCOMPARE(list.insert(1, between).size(), std::size_t{3});
        QCOMPARE(ids(list), (std::vector<qint64>{1, 3, 2}));
        QCOMPARE(between[0].position, list.at(1)->position);
        QVERIFY(isConsistent(list));
    }

    void theOrderSurvivesAnyMixOfMoves()
    {
        JobList list = listOf(40);
        std::vector<qint64> model(40);
        std::iota(model.begin(), model.end(), 1);
        std::mt19937 random(7);
        for (int i = 0; i < 500; ++i) {
            const qint64 moved = model[random() % model.size()];
            const qint64 before = random() % 8 == 0 ? 0 : model[random() % model.size()];
            list.move({moved}, before);
            if (moved != before) {
                std::erase(model, moved);
                model.insert(before == 0 ? model.end() : std::find(model.begin(), model.end(), before), moved);
            }
            QCOMPARE(ids(list), model);
        }
        QVERIFY(isConsistent(list));
    }

    void removedRowsAreGone()
    {
        JobList list = listOf(5);
        list.remove(1, 3);
        QCOMPARE(ids(list), (std::vector<qint64>{1, 5}));
        QCOMPARE(list.rowOf(3), -1);
        QVERIFY(isConsistent(list));
        QVERIFY(!list.find(3));
    }

    void thoseThatWaitAreCounted()
    {
        JobList list = listOf(4);
        QCOMPARE(list.waitingCount(), 4);
        list.setState(*list.at(0), JobState::Done);
        list.setState(*list.at(1), JobState::Running);
        list.setState(*list.at(1), JobState::Failed);
        QCOMPARE(list.waitingCount(), 2);
        std::vector<Job> two{tests::jobRecord(11, "a"), tests::jobRecord(12, "b")};
        two[1].state = JobState::Cancelled;
        list.insert(1, two);
        QCOMPARE(list.waitingCount(), 3);
        list.move({3}, 1);
        QCOMPARE(list.waitingCount(), 3);
        list.setState(*list.find(2), JobState::Queued);
        list.setState(*list.find(2), JobState::Queued);
        QCOMPARE(list.waitingCount(), 4);
        list.remove(0, 2); // 3, 1 and 11
        QCOMPARE(ids(list), (std::vector<qint64>{12, 2, 4}));
        QCOMPARE(list.waitingCount(), 2);
        QVERIFY(isConsistent(list));
        two[1].state = JobState::Queued;
        list.assign(two);
        QCOMPARE(list.waitingCount(), 2);
    }

    void theFirstWaitingOneIsFound()
    {
        JobList list = listOf(4);
        list.setState(*list.at(0), JobState::Done);
        list.setState(*list.at(1), JobState::Running);
        QCOMPARE(list.firstWaiting(), 2);
        QCOMPARE(list.waitingCount(), 2);
        list.setState(*list.at(2), JobState::Failed);
        list.setState(*list.at(3), JobState::Cancelled);
        QCOMPARE(list.firstWaiting(), -1);
        QVERIFY(!list.at(-1));
        QVERIFY(!list.at(4));
    }
};

CALOTYPE_GUILESS_TEST(JobListTest)
#include "JobListTest.moc"
