#pragma once

#include "core/base/Error.h"

#include <QCommandLineParser>
#include <QString>
#include <QStringList>

namespace calotype::app {

/// Exit statuses of the program; scripts rely on them.
enum ExitStatus { kDone = 0, kFailed = 1, kWrongUse = 2, kCancelled = 130 };

/// 130 for a cancel, 2 for wrong use, else 1.
ExitStatus exitStatus(const Error &error);

/// One line on stderr: "calotype: sentence".
void printError(const Error &error);
void printError(const QString &sentence);
/// A line, or any text, on stdout.
void printOut(const QString &text);

/// A parser for the words after a command, with --help. @p usage follows the program's name in the help.
/// Parses @p arguments (the command's own, without program and command).
/// @return false if the words are off (told on stderr) or help was asked for (told on stdout): @p status is what to exit with
bool parse(QCommandLineParser &parser, const QString &usage, const QStringList &arguments, int &status);

/// Numbers from options. @return WrongUse with the option's name and the right range
int wholeNumber(const QCommandLineParser &parser, const QString &option, int low, int high);
double number(const QCommandLineParser &parser, const QString &option, double low, double high);

} // namespace calotype::app
