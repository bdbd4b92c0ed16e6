#include "ui/queue/PictureSaver.h"

#include "ui/ErrorWords.h"
#include "ui/PictureSink.h"

#include <exception>
#include <utility>

namespace calotype::ui {

namespace {

/// Calls @p work, whose sink may be anybody's: what it throws becomes an error.
template<typename Value, typename Work>
Result<Value> guarded(const Work &work)
{
    try {
        return work();
    } catch (const std::exception &exception) {
        return worded(ErrorCode::Io, PictureSaver::tr("The picture could not be saved; copy it to keep it."),
                      QString::fromUtf8(exception.what()));
    }
}

} // namespace

PictureSaver::PictureSaver(PictureSink &sink, QObject *parent)
    : QObject(parent)
    , m_sink(sink)
{
}

void PictureSaver::expect(const ModelSpec &model)
{
    m_sink.expect(model);
}

void PictureSaver::hurry()
{
    m_sink.hurry();
}

void PictureSaver::add(UnsavedPicture picture)
{
    m_pictures.push_back(std::move(picture));
    next();
}

void PictureSaver::next()
{
    if (m_stage != Stage::Resting || m_broken || m_pictures.empty())
        return;
    m_stage = Stage::Placing;
    m_background.run(
        [&sink = m_sink, made = m_pictures.front()] {
            return guarded<QString>([&] { return sink.place(*made.picture, made.request); });
        },
        [this](const Result<QString> &path) { onPlaced(path); });
}

void PictureSaver::onPlaced(const Result<QString> &path)
{
    if (!path) {
        rest(path.error());
        return;
    }
    m_path = path.value();
    m_stage = Stage::Announced;
    const UnsavedPicture &first = m_pictures.front();
    Q_EMIT announced(first.job, first.index, m_path);
}

void PictureSaver::mayBeWritten(qint64 job, int index)
{
    if (m_stage == Stage::Announced && m_pictures.front().job == job && m_pictures.front().index == index)
        write();
}

void PictureSaver::write()
{
    m_stage = Stage::Writing;
    m_background.run(
        [&sink = m_sink, after = m_afterSaving, path = m_path, made = m_pictures.front()] {
            auto saved = guarded<void>([&] { return sink.save(path, *made.picture, made.request, made.facts, made.model); });
            if (saved && after) {
                (void)guarded<void>([&]() -> Result<void> { // the picture is on the disk, whatever comes of it
                    after(path, made.picture);
                    return {};
                });
            }
            return saved;
        },
        [this](const Result<void> &result) { onWritten(result); });
}

void PictureSaver::onWritten(const Result<void> &result)
{
    if (!result) {
        rest(result.error());
        return;
    }
    m_stage = Stage::Resting;
    const UnsavedPicture done = std::move(m_pictures.front());
    m_pictures.pop_front();
    Q_EMIT saved(done.job, done.index, m_path);
    next();
}

void PictureSaver::rest(const Error &error)
{
    m_stage = Stage::Resting;
    m_broken = true;
    const qint64 job = m_pictures.front().job;
    const int index = m_pictures.front().index;
    Q_EMIT failed(job, index, error);
}

std::deque<UnsavedPicture> PictureSaver::takeUnsaved()
{
    Q_ASSERT(m_broken || m_pictures.empty());
    m_broken = false;
    return std::exchange(m_pictures, {});
}

void PictureSaver::saveAll()
{
    hurry();
    while (!m_pictures.empty() && !m_broken) {
        if (m_stage == Stage::Announced)
            write();
        else
            next();
        m_background.finish();
    }
}

} // namespace calotype::ui
