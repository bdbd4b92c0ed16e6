#pragma once

#include "core/base/Result.h"
#include "core/engine/GenerationBackend.h"
#include "core/engine/GenerationRequest.h"
#include "core/engine/GenerationResult.h"
#include "core/gallery/PictureName.h"

#include <QString>

namespace calotype::ui {

/// Where finished pictures go. Every picture is handed over as soon as it is finished, so that nothing that was made is
/// lost with what comes after it. Called on a worker thread, one call at a time.
class PictureSink
{
public:
    virtual ~PictureSink() = default;

    /// A run begins: pictures of @p model are about to be made, and what saving them takes may be made ready. Returns at
    /// once. Any thread.
    virtual void expect(const ModelSpec &model) { (void)model; }

    /// Somebody waits, as the user who stopped the run, or the program ends: until the next run begins, pictures are saved
    /// without waiting for anything that they can do without; so is the one that is being saved. Any thread.
    virtual void hurry() {}

    /// A path at which nothing is yet, reserved for @p picture: it is given to no other until save() was called with it.
    /// @return DiskFull or Io where none can be reserved
    virtual Result<QString> place(const GeneratedImage &picture, const GenerationRequest &request) = 0;

    /// Where pictures go and how they are written, from the next place() on. Any thread.
    virtual void setRules(const gallery::OutputRules &rules) = 0;

    /// Writes @p picture with all that made it, whole or not at all.
    /// @param path    from place()
    /// @param request as it was run, with the seeds of all its pictures
    /// @param result  what is known of the run by now: its details and this picture's size, but no images
    virtual Result<void> save(const QString &path, const GeneratedImage &picture, const GenerationRequest &request,
                              const GenerationResult &result, const ModelSpec &model)
        = 0;
};

} // namespace calotype::ui
