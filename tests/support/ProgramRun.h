#pragma once

#include <nlohmann/json.hpp>

#include <QProcess>
#include <QProcessEnvironment>
#include <QTemporaryDir>

namespace calotype::fixtures {

/// The program itself, in a home of its own: nothing of the user's is seen or changed.
class ProgramRun
{
public:
    struct Outcome {
        int status = -1; ///< -1: it crashed, or did not end
        QByteArray out;
        QByteArray err;

        /// What stands on stdout; a discarded value where that is no JSON.
        nlohmann::json json() const { return nlohmann::json::parse(out.toStdString(), nullptr, false); }
    };

    /// @param program  path of the executable
    explicit ProgramRun(QString program)
        : m_program(std::move(program))
        , m_environment(QProcessEnvironment::systemEnvironment())
    {
        set("HOME", m_home.path());
        set("CALOTYPE_DATA_DIR", m_home.filePath(QStringLiteral("data")));
        set("CALOTYPE_MODELS_DIR", m_home.filePath(QStringLiteral("models")));
        set("CALOTYPE_OUTPUT_DIR", m_home.filePath(QStringLiteral("pictures")));
        for (const char *name : {"CALOTYPE_DEVICE", "HF_HOME", "HF_HUB_CACHE"})
            m_environment.remove(QLatin1String(name));
    }

    /// A path in the home.
    QString at(const QString &name) const { return m_home.filePath(name); }

    Outcome operator()(const QStringList &arguments) const
    {
        QProcess process;
        process.setProcessEnvironment(m_environment);
        process.start(m_program, arguments);
        Outcome outcome;
        if (process.waitForFinished(120000) && process.exitStatus() == QProcess::NormalExit)
            outcome.status = process.exitCode();
        outcome.out = process.readAllStandardOutput();
        outcome.err = process.readAllStandardError();
        return outcome;
    }

private:
    void set(const char *name, const QString &value) { m_environment.insert(QLatin1String(name), value); }

    QString m_program;
    QTemporaryDir m_home;
    QProcessEnvironment m_environment;
};

} // namespace calotype::fixtures
