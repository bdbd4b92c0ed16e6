#include "core/diffusion/pipelines/WeightedConditioning.h"

#include "core/diffusion/pipelines/TextEncoding.h"
#include "core/diffusion/pipelines/TextStates.h"
#include "core/diffusion/pipelines/WeightedEncoder.h"
#include "core/engine/prompt/NetworkTags.h"
#include "core/engine/prompt/PromptAttention.h"
#include "core/engine/prompt/PromptParts.h"
#include "core/engine/prompt/PromptSchedule.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace calotype::diffusion {

namespace {

using prompt::PromptPart;
using prompt::ScheduledText;

// A schedule's texts, each once.
struct Batch {
    std::vector<ScheduledText> schedule;
    std::vector<std::string> texts;
    std::vector<int> times;           ///< how often each text stands in the schedule
    std::vector<std::size_t> ofEntry; ///< the text of each entry

    Batch(const std::string &prompt, int steps)
        : schedule(prompt::promptSchedule(prompt, steps))
    {
        std::map<std::string, std::size_t> known;
        for (const ScheduledText &entry : schedule) {
            const auto [text, isNew] = known.try_emplace(entry.text, texts.size());
            if (isNew) {
                texts.push_back(entry.text);
                times.push_back(0);
            }
            ++times[text->second];
            ofEntry.push_back(text->second);
        }
    }

    std::size_t textOfCall(int call) const { return ofEntry[prompt::entryOfCall(schedule, call)]; }

    std::vector<WeightedEncoder::Text> in(const WeightedEncoder &encoder) const
    {
        std::vector<WeightedEncoder::Text> out;
        for (std::size_t i = 0; i < texts.size(); ++i)
            out.push_back(encoder.text(texts[i], times[i]));
        return out;
    }
};

std::size_t longest(const std::vector<WeightedEncoder::Text> &texts)
{
    std::size_t chunks = 1;
    for (const WeightedEncoder::Text &text : texts)
        chunks = std::max(chunks, text.chunks.size());
    return chunks;
}

// [1, S, w] to @p length, by its last vector.
Tensor lengthened(const Tensor &context, std::int64_t length)
{
    const std::int64_t missing = length - context.size(1);
    return missing > 0 ? torch::cat({context, context.slice(1, -1).expand({-1, missing, -1})}, 1) : context;
}

class Encoding
{
public:
    Encoding(Networks &networks, const GenerationRequest &request, const ConditioningFrame &frame,
             const std::stop_token &stop)
        : m_networks(networks)
        , m_stop(stop)
        , m_steps(request.steps * frame.evaluationsPerStep)
        , m_first(*networks.tokenizer, encoder(networks, 0, request.clipSkip, stop))
    {
        if (!networks.isXl())
            return;
        m_second.emplace(*networks.tokenizer2, encoder(networks, 1, request.clipSkip, stop));
        m_timeIds = timeIds(request, frame.width, frame.height).to(networks.device);
    }

    /// @param text2  for SDXL's second encoder
    ScheduledCondition encode(const std::string &text, const std::string &text2)
    {
        const Batch first(text, m_steps);
        note(first.texts);
        if (!m_second)
            return encodeSd(first);
        const Batch second(text2, m_steps);
        return encodeSdxl(first, second);
    }

    std::vector<std::string> takenNotes() { return std::move(m_notes); }

private:
    static WeightedEncoder::Encode encoder(Networks &networks, int number, int clipSkip, const std::stop_token &stop)
    {
        return [&networks, number, clipSkip, stop](const std::vector<std::int64_t> &ids) {
            return encodedText(networks, number, ids, clipSkip, stop);
        };
    }

    ScheduledCondition encodeSd(const Batch &batch)
    {
        ScheduledCondition result;
        for (const Tensor &states : m_first.encode(batch.in(m_first), 1).states)
            result.conditions.push_back({states, {}, {}});
        for (const ScheduledText &entry : batch.schedule)
            result.entries.push_back({entry.endAtStep, batch.textOfCall(entry.endAtStep)});
        return result;
    }

    ScheduledCondition encodeSdxl(const Batch &first, const Batch &second)
    {
        const auto texts = first.in(m_first);
        const auto texts2 = second.in(*m_second);
        const std::size_t chunks = std::max(longest(texts), longest(texts2));
        const auto states = m_first.encode(texts, chunks);
        const auto states2 = m_second->encode(texts2, chunks);

        std::set<int> ends;
        for (const Batch *batch : {&first, &second}) {
            for (const ScheduledText &entry : batch->schedule)
                ends.insert(entry.endAtStep);
        }
        ScheduledCondition result;
        std::map<std::pair<std::size_t, std::size_t>, std::size_t> known;
        for (const int end : ends) {
            const std::pair pair{first.textOfCall(end), second.textOfCall(end)};
            const auto [condition, isNew] = known.try_emplace(pair, result.conditions.size());
            if (isNew) {
                result.conditions.push_back({torch::cat({states.states[pair.first], states2.states[pair.second]}, -1),
                                             states2.pooled[pair.second], m_timeIds});
            }
            result.entries.push_back({end, condition->second});
        }
        return result;
    }

    // SDXL's vocabulary is wholly known.
    void note(const std::vector<std::string> &texts)
    {
        if (m_second)
            return;
        std::string words;
        for (const std::string &text : texts) {
            for (const prompt::WeightedText &piece : prompt::parseAttention(text))
                words += (piece.isBreak() ? std::string() : piece.text) + " ";
        }
        noteUnknownWords(m_networks, words, m_notes, m_stop);
    }

    Networks &m_networks;
    std::stop_token m_stop;
    int m_steps;
    WeightedEncoder m_first;
    std::optional<WeightedEncoder> m_second;
    Tensor m_timeIds;
    std::vector<std::string> m_notes;
};

void makeOfOneLength(std::vector<Conditioning::Part> &parts)
{
    std::int64_t length = 0;
    for (const Conditioning::Part &part : parts)
        length = std::max(length, part.condition.conditions.front().context.size(1));
    for (Conditioning::Part &part : parts) {
        for (UNetCondition &condition : part.condition.conditions)
            condition.context = lengthened(condition.context, length);
    }
}

ScheduledCondition zerosLike(const UNetCondition &condition)
{
    return {{{torch::zeros_like(condition.context), torch::zeros_like(condition.textEmbeds), condition.timeIds}}, {}};
}

} // namespace

Conditioning encodeWeightedPrompts(Networks &networks, const GenerationRequest &request,
                                   const ConditioningFrame &frame, const std::stop_token &stop)
{
    Encoding encoding(networks, request, frame, stop);
    const std::string text2 = request.prompt2.value_or(request.prompt);
    const std::vector<PromptPart> prompts = prompt::splitAnd(prompt::withoutNetworkTags(request.prompt));
    const std::vector<PromptPart> prompts2 = prompt::splitAnd(prompt::withoutNetworkTags(text2));
    Conditioning result;
    for (std::size_t i = 0; i < prompts.size(); ++i) {
        const std::string &second = prompts2[std::min(i, prompts2.size() - 1)].prompt;
        result.parts.push_back({encoding.encode(prompts[i].prompt, second), prompts[i].weight});
    }
    makeOfOneLength(result.parts);

    // Composing needs the way from the negative prompt even where nothing is to be exaggerated.
    if (request.guidance > 1.0 || prompt::isComposed(prompts)) {
        const std::string negative = request.negativePrompt.value_or("");
        const std::string negative2 = request.negativePrompt2.value_or(negative);
        const bool takesZeros = networks.isXl() && negative.empty() && negative2.empty();
        result.negative = takesZeros ? zerosLike(result.parts.front().condition.conditions.front())
                                     : encoding.encode(negative, negative2);
    }
    result.notes = encoding.takenNotes();
    if (std::string note = prompt::networkTagsNote({request.prompt, text2}, true); !note.empty())
        result.notes.push_back(std::move(note));
    return result;
}

} // namespace calotype::diffusion
