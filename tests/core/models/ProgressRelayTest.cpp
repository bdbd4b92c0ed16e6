#include "core/models/ProgressRelay.h"
#include "tests/support/TestMain.h"

#include <QTest>

using namespace calotype;
using calotype::models::ProgressRelay;

namespace {

Progress step(int number, bool withPreview = false)
{
    Progress event;
    event.stage = Stage::Sampling;
    event.step = number;
    if (withPreview) {
        event.preview = std::make_shared<Image>(8, 8);
    }
    return event;
}

Progress picture(int index)
{
    Progress event;
    event.stage = Stage::Decoding;
    event.image = index;
    event.finished = std::make_shared<GeneratedImage>();
    return event;
}

} // namespace

class ProgressRelayTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyTheFirstPutWakes();
    void ofPlainStepsTheLatestWaits();
    void aPassedOverPreviewIsKeptUntilANewerOneComes();
    void aPreviewDoesNotWanderToTheNextPicture();
    void finishedPicturesAndLatentsAreNeverPassedOver();
    void atMostOnePreviewWaits();
};

void ProgressRelayTest::onlyTheFirstPutWakes()
{
    ProgressRelay relay;
    QVERIFY(relay.put(step(1)));
    QVERIFY(!relay.put(step(2)));
    QCOMPARE(relay.take().size(), std::size_t(1));
    QVERIFY(relay.take().empty());
    QVERIFY(relay.put(step(3)));
}

void ProgressRelayTest::ofPlainStepsTheLatestWaits()
{
    ProgressRelay relay;
    for (int i = 1; i <= 20; ++i) {
        relay.put(step(i));
    }
    const auto events = relay.take();
    QCOMPARE(events.size(), std::size_t(1));
    QCOMPARE(events[0].step, 20);
}

void ProgressRelayTest::aPassedOverPreviewIsKeptUntilANewerOneComes()
{
    ProgressRelay relay;
    const Progress shown = step(1, true);
    relay.put(shown);
    relay.put(step(2));
    auto events = relay.take();
    QCOMPARE(events.size(), std::size_t(1));
    QCOMPARE(events[0].step, 2);
    QVERIFY(events[0].preview == shown.preview);

    const Progress newer = step(2, true);
    relay.put(shown);
    relay.put(newer);
    events = relay.take();
    QCOMPARE(events.size(), std::size_t(1));
    QVERIFY(events[0].preview == newer.preview);
}

void ProgressRelayTest::aPreviewDoesNotWanderToTheNextPicture()
{
    ProgressRelay relay;
    relay.put(step(20, true));
    Progress next = step(1);
    next.image = 1;
    relay.put(next);
    const auto events = relay.take();
    QCOMPARE(events.size(), std::size_t(1));
    QVERIFY(!events[0].preview);
}

void ProgressRelayTest::finishedPicturesAndLatentsAreNeverPassedOver()
{
    ProgressRelay relay;
    Progress withLatents = step(1);
    withLatents.latents = std::make_shared<Latents>();
    relay.put(withLatents);
    relay.put(step(2));
    relay.put(picture(0));
    relay.put(step(1));
    relay.put(step(2));
    relay.put(picture(1));
    const auto events = relay.take();
    int pictures = 0;
    int latents = 0;
    for (const Progress &event : events) {
        pictures += event.finished ? 1 : 0;
        latents += event.latents ? 1 : 0;
    }
    QCOMPARE(pictures, 2);
    QCOMPARE(latents, 1);
    QVERIFY(events.front().latents);
    QVERIFY(events.back().finished);
    QCOMPARE(events.back().image, 1);
}

void ProgressRelayTest::atMostOnePreviewWaits()
{
    ProgressRelay relay;
    relay.put(step(1, true));
    relay.put(picture(0));
    relay.put(step(1, true));
    Progress withLatents = step(2, true);
    withLatents.latents = std::make_shared<Latents>();
    relay.put(withLatents);
    int previews = 0;
    for (const Progress &event : relay.take()) {
        previews += event.preview ? 1 : 0;
    }
    QCOMPARE(previews, 1);
}

CALOTYPE_GUILESS_TEST(ProgressRelayTest)
#include "ProgressRelayTest.moc"
