#pragma once

#include "core/engine/GenerationBackend.h"

#include <cstddef>
#include <string>

namespace calotype::app {

/// Tells progress on stderr: one bar that redraws itself on a terminal, a plain line for each event elsewhere.
class ProgressPrinter
{
public:
    /// @param quiet  says nothing at all
    explicit ProgressPrinter(bool quiet);
    /// Ends the bar's line.
    ~ProgressPrinter();

    /// What comes next is of prompt @p number of so many, from 1 on; told where there are several.
    void setPrompt(std::size_t number, std::size_t count);
    void load(const LoadProgress &progress);
    void generation(const Progress &progress);
    /// That @p what is being waited for.
    void waiting(const std::string &what) { show("waiting for " + what, what); }
    void clear();

private:
    void show(const std::string &text, const std::string &key);

    bool m_quiet;
    bool m_terminal;
    bool m_barShown = false;
    std::string m_prompt; // which of several: "prompt 2/3"; "": there is but one
    std::string m_lastKey; // what the last plain line told, so that no line comes twice
};

} // namespace calotype::app
