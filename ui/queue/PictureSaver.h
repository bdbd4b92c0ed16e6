#pragma once

#include "core/base/Result.h"
#include "core/engine/GenerationBackend.h"
#include "core/engine/GenerationRequest.h"
#include "core/engine/GenerationResult.h"
#include "ui/Background.h"

#include <QObject>
#include <QString>

#include <deque>
#include <functional>
#include <memory>
#include <utility>

namespace calotype::ui {

class PictureSink;

/// A picture on its way to its file, with all that made it.
struct UnsavedPicture {
    qint64 job = 0;
    int index = 0; ///< in the job's request
    std::shared_ptr<const GeneratedImage> picture;
    GenerationRequest request; ///< as it was run, with the seeds of all its pictures
    GenerationResult facts;    ///< what is known of the run, and this picture's size; no images
    ModelSpec model;
};

/// Saves pictures one after another, on a thread of its own: finds a place, announces it, waits for leave, writes.
/// After one that cannot be saved it rests, and keeps that one and all behind it, until takeUnsaved().
class PictureSaver final : public QObject
{
    Q_OBJECT

public:
    /// @param sink  not owned; it outlives this
    explicit PictureSaver(PictureSink &sink, QObject *parent = nullptr);

    using AfterSaving = std::function<void(const QString &path, const std::shared_ptr<const GeneratedImage> &picture)>;

    /// Called on the saver's thread with each picture that is written from now on, before saved(). What it
    /// throws is dropped.
    void setAfterSaving(AfterSaving call) { m_afterSaving = std::move(call); }

    /// Tells the sink that pictures of @p model will come.
    void expect(const ModelSpec &model);
    /// Has the sink wait for nothing that pictures can do without, until the next expect().
    void hurry();
    void add(UnsavedPicture picture);
    /// The leave that announced() asks for. Nothing happens where it was not asked.
    void mayBeWritten(qint64 job, int index);

    /// Whether all that was added is saved or taken away.
    bool isEmpty() const { return m_pictures.empty(); }
    /// Whether a picture could not be saved.
    bool isBroken() const { return m_broken; }
    /// What is not saved, in order. From then on it works again.
    std::deque<UnsavedPicture> takeUnsaved();

    /// Has the sink hurry, saves what is left, without waiting for leave, and returns when it is done or one cannot be saved.
    void saveAll();

Q_SIGNALS:
    /// The picture will be written to @p path. May be answered from within the handler.
    void announced(qint64 job, int index, const QString &path);
    void saved(qint64 job, int index, const QString &path);
    void failed(qint64 job, int index, const calotype::Error &error);

private:
    enum class Stage { Resting, Placing, Announced, Writing };

    void next();
    void onPlaced(const Result<QString> &path);
    void write();
    void onWritten(const Result<void> &result);
    void rest(const Error &error);

    PictureSink &m_sink;
    AfterSaving m_afterSaving;
    std::deque<UnsavedPicture> m_pictures; ///< the first is the one in work
    QString m_path;                        ///< of the first, once it is announced
    Stage m_stage = Stage::Resting;
    bool m_broken = false;
    Background m_background{1}; ///< last: ends first
};

} // namespace calotype::ui
