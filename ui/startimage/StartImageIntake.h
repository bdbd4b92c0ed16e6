#pragma once

#include "core/base/Error.h"
#include "core/base/Image.h"
#include "ui/Background.h"
#include "ui/info/PictureWords.h"
#include "ui/startimage/Placement.h"

#include <QImage>
#include <QObject>
#include <QPointer>

#include <memory>
#include <string>

class QDialog;
class QWidget;

namespace calotype::ui {

struct DropContent;
class GenerationSettings;
class InitImage;
class ModelList;

/// The way of a picture to the start image. One that says how it was made, as a file or as a file's bytes, is asked about: the
/// picture, the settings or both. A picture of another shape than what is to be made is shown with its frame first. Reading is done on worker
/// threads; what comes later takes the place of what is still asked, also where the start image is taken away or comes from
/// elsewhere. GUI thread.
class StartImageIntake final : public QObject
{
    Q_OBJECT

public:
    struct Parts {
        InitImage &image;
        GenerationSettings &settings;
        ModelList &models;
        FieldReader readFields; ///< may be empty
        QWidget *window;        ///< over which is asked
    };

    explicit StartImageIntake(const Parts &parts, QObject *parent = nullptr);
    ~StartImageIntake() override;

    /// A picture is being read, or the user asked about it.
    bool isBusy() const;

public Q_SLOTS:
    /// What was dropped or pasted, if it is a picture.
    void take(const calotype::ui::DropContent &content);
    /// A file that may be for its settings too.
    void takeFile(const QString &path);
    /// A file that was chosen for its picture.
    void takePicture(const QString &path);
    /// Shows the frame of the start image that there is.
    void place();

Q_SIGNALS:
    void failed(const calotype::Error &error);

private:
    struct Arrival {
        std::shared_ptr<const Image> picture;
        QImage shown; ///< small enough to be painted at once
        QString name;
        std::string fileHash;
        PictureWords words;
    };

    template<typename Read>
    void read(Read read);
    static Result<Arrival> readFile(const QString &path, const FieldReader &readFields);
    static Result<Arrival> arrivalOf(QImage picture, const QString &name);
    void ask(const Arrival &arrival);
    void useSettings(const Arrival &arrival);
    void usePicture(const Arrival &arrival);
    void showFrame(const Arrival &arrival, const Placement &placement);
    void show(QDialog *question);
    /// The start image is busy from the first byte to the last answer, so that what is asked for meanwhile waits.
    void hold();
    void release();
    /// As release(), where no picture comes.
    void withdraw(const Error &reason);
    /// Drops what is read or asked, where the start image has become another meanwhile.
    void dropOutdated();
    void closeQuestion();

    Parts m_parts;
    QPointer<QDialog> m_question;
    int m_order = 0;
    bool m_reading = false;
    bool m_holds = false;
    int m_imageOrder = 0; ///< the start image's when it was begun
    Background m_background{1}; ///< last: ends first
};

} // namespace calotype::ui
