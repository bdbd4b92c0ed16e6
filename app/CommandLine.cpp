#include "app/CommandLine.h"

#include <QCoreApplication>
#include <QLocale>

#include <cstdio>

namespace calotype::app {

ExitStatus exitStatus(const Error &error)
{
    switch (error.code) {
    case ErrorCode::Cancelled: return kCancelled;
    case ErrorCode::WrongUse: return kWrongUse;
    default: return kFailed;
    }
}

void printError(const Error &error)
{
    printError(QString::fromStdString(error.message));
}

void printError(const QString &sentence)
{
    std::fprintf(stderr, "calotype: %s\n", sentence.toUtf8().constData());
}

void printOut(const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stdout);
    if (!text.endsWith(QLatin1Char('\n')))
        std::fputc('\n', stdout);
    std::fflush(stdout);
}

bool parse(QCommandLineParser &parser, const QString &usage, const QStringList &arguments, int &status)
{
    parser.setSingleDashWordOptionMode(QCommandLineParser::ParseAsLongOptions);
    const QCommandLineOption help({QStringLiteral("h"), QStringLiteral("help")}, QStringLiteral("Shows this help."));
    parser.addOption(help);
    const bool sound = parser.parse(QStringList(QStringLiteral("calotype ") + usage) + arguments);
    if (parser.isSet(help)) {
        // The parser knows only the program's name, by the path that it was called with.
        QString text = parser.helpText();
        const QString program = QCoreApplication::arguments().value(0);
        if (const auto at = text.indexOf(program); at >= 0)
            text.replace(at, program.size(), QStringLiteral("calotype ") + usage);
        printOut(text);
        status = kDone;
        return false;
    }
    if (!sound) {
        printError(parser.errorText() + QStringLiteral(" See calotype ") + usage + QStringLiteral(" --help."));
        status = kWrongUse;
        return false;
    }
    return true;
}

namespace {

[[noreturn]] void refuse(const QString &option, const QString &wanted, const QString &given)
{
    throw Failure(ErrorCode::WrongUse,
                  QStringLiteral("--%1 wants %2, not “%3”.").arg(option, wanted, given).toStdString());
}

} // namespace

int wholeNumber(const QCommandLineParser &parser, const QString &option, int low, int high)
{
    const QString given = parser.value(option);
    bool ok = false;
    const int value = given.toInt(&ok);
    if (!ok || value < low || value > high)
        refuse(option, QStringLiteral("a whole number from %1 to %2").arg(low).arg(high), given);
    return value;
}

double number(const QCommandLineParser &parser, const QString &option, double low, double high)
{
    const QString given = parser.value(option);
    bool ok = false;
    const double value = QLocale::c().toDouble(given, &ok);
    if (!ok || !(value >= low && value <= high))
        refuse(option, QStringLiteral("a number from %1 to %2").arg(low).arg(high), given);
    return value;
}

} // namespace calotype::app
