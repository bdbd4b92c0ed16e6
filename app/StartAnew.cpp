#include "app/StartAnew.h"

#include "core/base/Error.h"
#include "core/base/Log.h"

#include <QFile>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace calotype::app {

namespace {

/// A device's driver may hold memory for as long as its file is open.
void closeFilesOnExec()
{
    std::error_code trouble; // without the folder, those that ask for it themselves are closed
    for (std::filesystem::directory_iterator it("/dev/fd", trouble), end; !trouble && it != end; it.increment(trouble)) {
        const int file = std::atoi(it->path().filename().c_str());
        if (file > STDERR_FILENO)
            fcntl(file, F_SETFD, fcntl(file, F_GETFD) | FD_CLOEXEC);
    }
}

} // namespace

void startAnew(const QString &program, const QStringList &words)
{
    spdlog::info("window: starts anew");
    spdlog::default_logger()->flush();
    std::vector<std::string> texts{QFile::encodeName(program).toStdString()};
    for (const QString &word : words)
        texts.push_back(QFile::encodeName(word).toStdString());
    std::vector<char *> arguments;
    for (std::string &text : texts)
        arguments.push_back(text.data());
    arguments.push_back(nullptr);
    closeFilesOnExec();
    execv(arguments.front(), arguments.data());
    const std::string reason = std::strerror(errno);
    spdlog::error("window: could not start anew: {}", reason); // stderr is read by nobody on a desktop
    throw Failure(ErrorCode::Io, "Calotype has closed and could not start anew; start it once more.", reason);
}

} // namespace calotype::app
