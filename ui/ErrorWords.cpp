#include "ui/ErrorWords.h"

#include "ui/Language.h"

#include <QCoreApplication>

namespace calotype::ui {

namespace {

/// The context under which translators find these words.
struct Words {
    Q_DECLARE_TR_FUNCTIONS(calotype::ui::ErrorWords)
};

QString headline(ErrorCode code)
{
    switch (code) {
    case ErrorCode::WrongUse: return Words::tr("This cannot be done so.");
    case ErrorCode::NotFound: return Words::tr("Something was not found.");
    case ErrorCode::Damaged: return Words::tr("The file is damaged.");
    case ErrorCode::Unsupported: return Words::tr("This is not supported.");
    case ErrorCode::OutOfMemory: return Words::tr("There is not enough memory.");
    case ErrorCode::DeviceUnavailable: return Words::tr("The device is not there.");
    case ErrorCode::DeviceLost: return Words::tr("The device stopped working.");
    case ErrorCode::OtherRun: return Words::tr("What was kept belongs to another picture.");
    case ErrorCode::EngineMissing: return Words::tr("What makes the pictures cannot be opened.");
    case ErrorCode::DiskFull: return Words::tr("The disk is full.");
    case ErrorCode::Io: return Words::tr("Reading or writing failed.");
    case ErrorCode::Cancelled: return Words::tr("It was cancelled.");
    case ErrorCode::Internal: break;
    }
    return Words::tr("Something went wrong in Calotype.");
}

} // namespace

QString errorHeadline(ErrorCode code)
{
    return spokenLanguage() == languages().front().code ? QString() : headline(code);
}

QString errorHeadline(const Error &error)
{
    return error.isWorded ? QString() : errorHeadline(error.code);
}

QString errorWords(const Error &error)
{
    const QString sentence = QString::fromStdString(error.message);
    const QString kind = errorHeadline(error);
    return kind.isEmpty() ? sentence : kind + u' ' + sentence;
}

Error worded(ErrorCode code, const QString &sentence, const QString &detail)
{
    return {code, sentence.toStdString(), detail.toStdString(), {}, true};
}

} // namespace calotype::ui
