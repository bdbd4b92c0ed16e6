#include "app/ProgressPrinter.h"

#include <spdlog/fmt/fmt.h>

#include <cstdio>

#include <unistd.h>

namespace calotype::app {

namespace {

constexpr int kBarWidth = 24;

std::string bar(int done, int total)
{
    const int filled = total > 0 ? kBarWidth * done / total : 0;
    std::string text = "[";
    for (int i = 0; i < kBarWidth; ++i)
        text += i < filled ? "█" : "·";
    return text + "] ";
}

std::string clockTime(double seconds)
{
    const int whole = static_cast<int>(seconds + 0.5);
    return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

} // namespace

ProgressPrinter::ProgressPrinter(bool quiet)
    : m_quiet(quiet)
    , m_terminal(isatty(STDERR_FILENO) != 0)
{
}

ProgressPrinter::~ProgressPrinter()
{
    clear();
}

void ProgressPrinter::setPrompt(std::size_t number, std::size_t count)
{
    m_prompt = count > 1 ? fmt::format("prompt {}/{}", number, count) : std::string();
}

void ProgressPrinter::load(const LoadProgress &progress)
{
    if (progress.step != LoadStep::ReadWeights || progress.bytesTotal <= 0)
        return;
    const int percent = static_cast<int>(100 * progress.bytesDone / progress.bytesTotal);
    // Without a terminal a line every quarter is enough.
    show(fmt::format("{}loading {} %", m_terminal ? bar(percent, 100) : "", percent),
         fmt::format("load {}", percent / 25));
}

void ProgressPrinter::generation(const Progress &progress)
{
    std::string text;
    if (progress.stage == Stage::Sampling) {
        text = fmt::format("{}step {}/{}", m_terminal ? bar(progress.step, progress.totalSteps) : "", progress.step,
                           progress.totalSteps);
        if (progress.secondsPerStep > 0)
            text += fmt::format(", {:.2f} s/step", progress.secondsPerStep);
        if (progress.secondsLeft >= 0)
            text += ", " + clockTime(progress.secondsLeft) + " left";
    } else if (progress.stage == Stage::Finished) {
        return;
    } else {
        text = stageName(progress.stage);
    }
    std::string place = m_prompt;
    if (progress.imageCount > 1)
        place += fmt::format("{}picture {}/{}", place.empty() ? "" : ", ", progress.image + 1, progress.imageCount);
    if (!place.empty())
        text = place + ": " + text;
    show(text, fmt::format("{} {} {} {}", m_prompt, stageName(progress.stage), progress.image, progress.step));
}

void ProgressPrinter::show(const std::string &text, const std::string &key)
{
    if (m_quiet)
        return;
    if (m_terminal) {
        std::fprintf(stderr, "\r\033[K%s", text.c_str());
        std::fflush(stderr);
        m_barShown = true;
    } else if (key != m_lastKey) {
        std::fprintf(stderr, "%s\n", text.c_str());
        m_lastKey = key;
    }
}

void ProgressPrinter::clear()
{
    if (!m_barShown)
        return;
    std::fprintf(stderr, "\r\033[K");
    std::fflush(stderr);
    m_barShown = false;
}

} // namespace calotype::app
