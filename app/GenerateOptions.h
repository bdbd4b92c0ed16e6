#pragma once

#include "core/engine/GenerationBackend.h"
#include "core/engine/GenerationRequest.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <string>
#include <vector>

namespace calotype::app {

/// What `calotype generate` was told, checked as far as it goes without the model.
struct GenerateOptions {
    QString model;             ///< path, name or id; "": the only one there is
    ModelSpec spec;            ///< its path is filled in once the model is found
    GenerationRequest request; ///< seeds resolved; pictures not read yet
    std::vector<std::string> prompts; ///< at least one; each makes all of request's pictures, which has the first
    QString initPath;
    QString maskPath;
    QString wildcardsDir; ///< "": prompts are taken as they stand
    QString outFile; ///< "": into outDir
    QString outDir;
    QString latentsPath; ///< "": latents are not saved
    int threads = 0;
    bool stepsGiven = false;    ///< else the model's advice counts
    bool guidanceGiven = false; ///< likewise
    bool json = false;
    bool quiet = false;
};

/// Parses the words after `generate`. @return nothing if the command ends here (help), with @p status
/// @throws Failure WrongUse naming the option and what would be right
std::optional<GenerateOptions> parseGenerateOptions(const QStringList &arguments, int &status);

} // namespace calotype::app
