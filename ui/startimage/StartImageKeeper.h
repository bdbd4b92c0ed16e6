#pragma once

#include "core/base/Result.h"
#include "ui/Background.h"
#include "ui/startimage/StartCanvas.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <optional>

namespace calotype::ui {

class InitImage;

/// Keeps the start image, its placement and its mask in a folder, so that they outlive the program: written on a worker
/// thread after a change, one at a time, and of many changes the last. The pictures are written beside those that were
/// there, and the words that name them come after: whatever happens, what is found belongs together. A picture that is
/// waiting in a job is kept with the job; this is what is being prepared.
class StartImageKeeper final : public QObject
{
    Q_OBJECT

public:
    /// @param folder  of the program's state; made when there is something to keep
    StartImageKeeper(InitImage &image, const QString &folder, QObject *parent = nullptr);
    ~StartImageKeeper() override;

    /// Whether it is kept from now on, as it is at first; where it is not, what is in the folder is removed.
    void setKeeping(bool keeps);
    /// Gives the start image back what was kept, unless it has another by then. What cannot be read is left out, and told.
    /// A picture that seems damaged is told of once only, but tried again the next time: memory may have been short, or the
    /// file not ours to read. Where it is not to be kept nothing comes back, and what is left there is removed.
    void restore();

Q_SIGNALS:
    /// What changed last is not in the folder: what was there before still is. Told once, until it succeeds again. Or: what
    /// was kept cannot be read.
    void failed(const calotype::Error &error);

private:
    /// What is in the folder, or is to be.
    struct State {
        std::shared_ptr<const Image> source; ///< null: nothing
        qint64 mask = 0;                     ///< its cache key; 0: none
        QByteArray words;
        QString pictureFile; ///< names within the folder
        QString maskFile;
    };

    void putAside() const;
    void tell(const Error &fault, bool isOfMask);
    State wanted() const;
    void keep();
    void write(const State &next);
    std::function<Result<State>()> writing(const State &next) const;

    InitImage &m_image;
    QString m_folder;
    State m_kept;
    State m_tried; ///< what was to be written last
    std::shared_ptr<std::optional<Result<State>>> m_outcome; ///< of what is written now, when it is done; null: nothing is
    bool m_keeps = true;
    bool m_restoring = false;
    bool m_hasFailed = false;
    Background m_background{1}; ///< last: ends first
};

} // namespace calotype::ui
