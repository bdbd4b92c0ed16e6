#include "app/GenerateOptions.h"

#include "app/CommandLine.h"
#include "core/engine/PictureSeeds.h"
#include "core/engine/SamplerTable.h"
#include "core/engine/Validation.h"
#include "core/gallery/PicturePath.h"
#include "core/models/Paths.h"

#include <QFileInfo>
#include <QRandomGenerator>

namespace calotype::app {

namespace {

constexpr int kThreadsMax = 256; // many more than there are cores take minutes for what takes seconds

struct Option {
    const char *name;
    const char *value; ///< "" for a switch
    const char *help;
};

constexpr Option kOptions[] = {
    {"prompt", "TEXT", "What the picture shows (required). Given several times, each makes pictures of its own, in one run."},
    {"negative", "TEXT", "What it must not show."},
    {"prompt-syntax", "SYNTAX", "plain: as it stands. a1111: (word:1.2), BREAK, [a:b:0.5], [a|b], AND. Default: plain."},
    {"wildcards", "DIR", "Folder of NAME.txt: __NAME__ in a prompt becomes one of its lines, drawn with the seed."},
    {"model", "PATH|NAME", "Model file, model folder, or a name from “calotype models”."},
    {"vae", "PATH", "Another VAE than the model's own."},
    {"prediction", "TYPE", "epsilon, v_prediction or sample, over what the model says."},
    {"sampler", "ID", "See “calotype samplers”. Default: the model's own."},
    {"schedule", "ID", "See “calotype schedules”. Default: the model's own."},
    {"preset", "ID", "A named pair of both; see “calotype presets”."},
    {"steps", "N", "Sampling steps, 1–250. Default: the model's or the preset's advice, else 25."},
    {"guidance", "X", "Guidance scale, 0–30; none up to 1. Default: the model's advice, else 7.5."},
    {"guidance-rescale", "X", "0–1; 0.7 suits zero-terminal-SNR models."},
    {"eta", "X", "Stochasticity of DDIM and TCD, 0–1. Default: 0."},
    {"seed", "N", "0–4294967295; -1 draws one. Picture k gets seed + k. Default: -1."},
    {"width", "N", "Pixels, a multiple of 8. Default: the model's native size."},
    {"height", "N", "Pixels, a multiple of 8."},
    {"count", "N", "Number of pictures, 1–200."},
    {"noise", "MODE", "per-image, batch (one generator for all, as the reference) or nv (as an NVIDIA card's)."},
    {"batch-noise", "", "The same as --noise batch."},
    {"variation-seed", "N", "0–4294967295; the first noise leans towards this seed's. Picture k gets it + k."},
    {"variation-strength", "S", "How far, 0–1; with one above 0 all pictures keep the same --seed."},
    {"clip-skip", "N", "1 is none, 2 the last layer but one, …"},
    {"init", "FILE", "A picture to start from (image to image)."},
    {"mask", "FILE", "White is painted anew (inpainting); needs --init."},
    {"inpaint-only-masked", "", "Only the masked part is made, at --width × --height, and laid back into --init."},
    {"mask-padding", "N", "Pixels of --init around the mask that are made with it, 0–1024. Default: 32."},
    {"strength", "X", "How far from --init to go, 0–1. Default: 0.75."},
    {"device", "ID", "auto, cpu, cuda, cuda:N or mps."},
    {"dtype", "TYPE", "auto, float32, float16 or bfloat16."},
    {"memory", "MODE", "auto, fast, balanced (the same pictures from half the memory) or low (slower). Default: auto."},
    {"vae-tiles", "WHEN", "auto, on (the VAE takes less memory and more time) or off. Default: auto, by what is free."},
    {"threads", "N", "Threads for CPU work, 0–256. Default: 0, the physical cores."},
    {"out", "FILE", "The PNG to write (one picture)."},
    {"out-dir", "DIR", "The folder to write numbered PNGs to. Default: Pictures/Calotype/DATE."},
    {"save-latents", "FILE", "Also writes the final latents as safetensors."},
    {"json", "", "One JSON object on stdout that tells what was made and how."},
    {"quiet", "", "No progress on stderr."},
};

void addOptions(QCommandLineParser &parser)
{
    for (const Option &option : kOptions) {
        QCommandLineOption added(QString::fromLatin1(option.name), QString::fromUtf8(option.help));
        added.setValueName(QString::fromLatin1(option.value));
        parser.addOption(added);
    }
}

std::string utf8(const QCommandLineParser &parser, const char *option)
{
    return parser.value(QString::fromLatin1(option)).toStdString();
}

int environmentThreads(const QString &word)
{
    bool ok = false;
    const int threads = word.toInt(&ok);
    if (!ok || threads < 0 || threads > kThreadsMax) {
        throw Failure(ErrorCode::WrongUse, "CALOTYPE_THREADS wants a whole number from 0 to " + std::to_string(kThreadsMax)
                                               + ", not “" + word.toStdString() + "”.");
    }
    return threads;
}

// An empty word is mostly a script's empty variable, and would silently mean another picture.
void refuseEmptyWords(const QCommandLineParser &parser)
{
    for (const Option &option : kOptions) {
        const QString name = QString::fromLatin1(option.name);
        const bool words = name == QLatin1String("prompt") || name == QLatin1String("negative");
        if (*option.value && !words && parser.isSet(name) && parser.value(name).isEmpty()) {
            throw Failure(ErrorCode::WrongUse, "--" + std::string(option.name) + " wants " + option.value
                                                   + ", not an empty word; leave the option out for its default.");
        }
    }
}

void readSampler(const QCommandLineParser &parser, GenerateOptions &options)
{
    GenerationRequest &request = options.request;
    std::string sampler = utf8(parser, "sampler");
    std::string schedule = utf8(parser, "schedule");
    if (parser.isSet(QStringLiteral("preset"))) {
        const auto preset = findPreset(utf8(parser, "preset"));
        if (!preset)
            throw Failure(preset.error());
        if (sampler.empty())
            sampler = preset.value()->sampler;
        if (schedule.empty())
            schedule = preset.value()->schedule;
        request.steps = (preset.value()->optimalStepsMin + preset.value()->optimalStepsMax) / 2;
        options.stepsGiven = true;
    }
    auto choice = resolveSampler(sampler, schedule);
    if (!choice)
        throw Failure(choice.error());
    request.sampler = choice.value().sampler;
    request.schedule = choice.value().schedule;
}

void readSeeds(const QCommandLineParser &parser, GenerationRequest &request)
{
    std::int64_t seed = -1;
    if (parser.isSet(QStringLiteral("seed"))) {
        bool ok = false;
        const QString given = parser.value(QStringLiteral("seed"));
        seed = given.toLongLong(&ok);
        if (!ok || seed < -1 || seed > bounds::kSeedMax) {
            throw Failure(ErrorCode::WrongUse, "--seed wants a whole number from 0 to 4294967295, or -1 for a random one, not “"
                                                   + given.toStdString() + "”.");
        }
    }
    if (seed < 0)
        seed = QRandomGenerator::system()->generate();
    const int count = parser.isSet(QStringLiteral("count")) ? wholeNumber(parser, QStringLiteral("count"), 1, bounds::kCountMax) : 1;
    setSeeds(request, seed, count);
}

NoiseMode readNoise(const QCommandLineParser &parser)
{
    const bool isBatch = parser.isSet(QStringLiteral("batch-noise"));
    if (!parser.isSet(QStringLiteral("noise")))
        return isBatch ? NoiseMode::Batch : NoiseMode::PerImage;
    const std::string word = utf8(parser, "noise");
    if (isBatch && word != "batch") {
        throw Failure(ErrorCode::WrongUse, "--batch-noise means --noise batch, and --noise says “" + word
                                               + "”; give one of them.");
    }
    if (word == "per-image")
        return NoiseMode::PerImage;
    if (word == "batch")
        return NoiseMode::Batch;
    if (word == "nv")
        return NoiseMode::Nv;
    throw Failure(ErrorCode::WrongUse, "--noise wants per-image, batch or nv, not “" + word + "”.");
}

void readVariation(const QCommandLineParser &parser, GenerationRequest &request)
{
    const bool hasSeed = parser.isSet(QStringLiteral("variation-seed"));
    const bool hasStrength = parser.isSet(QStringLiteral("variation-strength"));
    if (hasSeed != hasStrength) {
        throw Failure(ErrorCode::WrongUse,
                      hasSeed ? "--variation-seed does nothing without --variation-strength; say how far to go, 0 to 1."
                              : "--variation-strength needs --variation-seed; name the seed to lean towards.");
    }
    if (!hasSeed)
        return;
    bool ok = false;
    const QString given = parser.value(QStringLiteral("variation-seed"));
    const std::int64_t seed = given.toLongLong(&ok);
    if (!ok || seed < 0 || seed > bounds::kSeedMax) {
        throw Failure(ErrorCode::WrongUse, "--variation-seed wants a whole number from 0 to 4294967295, not “"
                                               + given.toStdString() + "”.");
    }
    request.variation = Variation{seed, number(parser, QStringLiteral("variation-strength"), 0, 1)};
}

std::optional<PredictionType> readPrediction(const QCommandLineParser &parser)
{
    if (!parser.isSet(QStringLiteral("prediction")))
        return {};
    const std::string word = utf8(parser, "prediction");
    for (const auto type : {PredictionType::Epsilon, PredictionType::VPrediction, PredictionType::Sample}) {
        if (word == predictionTypeName(type))
            return type;
    }
    throw Failure(ErrorCode::WrongUse, "--prediction wants epsilon, v_prediction or sample, not “" + word + "”.");
}

std::optional<MemoryMode> readMemory(const QCommandLineParser &parser)
{
    const std::string word = parser.isSet(QStringLiteral("memory")) ? utf8(parser, "memory") : "auto";
    const auto mode = memoryModeOf(word);
    if (!mode && word != "auto")
        throw Failure(ErrorCode::WrongUse, "--memory wants auto, fast, balanced or low, not “" + word + "”.");
    return mode;
}

VaeTiles readVaeTiles(const QCommandLineParser &parser)
{
    const std::string word = parser.isSet(QStringLiteral("vae-tiles")) ? utf8(parser, "vae-tiles") : "auto";
    const auto tiles = vaeTilesOf(word);
    if (!tiles)
        throw Failure(ErrorCode::WrongUse, "--vae-tiles wants auto, on or off, not “" + word + "”.");
    return *tiles;
}

PromptSyntax readPromptSyntax(const QCommandLineParser &parser)
{
    const std::string word = parser.isSet(QStringLiteral("prompt-syntax")) ? utf8(parser, "prompt-syntax") : "plain";
    if (word != "plain" && word != "a1111")
        throw Failure(ErrorCode::WrongUse, "--prompt-syntax wants plain or a1111, not “" + word + "”.");
    return word == "plain" ? PromptSyntax::Plain : PromptSyntax::Weighted;
}

} // namespace

std::optional<GenerateOptions> parseGenerateOptions(const QStringList &arguments, int &status)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Makes pictures from words."));
    addOptions(parser);
    if (!parse(parser, QStringLiteral("generate"), arguments, status))
        return {};
    if (!parser.positionalArguments().isEmpty()) {
        throw Failure(ErrorCode::WrongUse, "“" + parser.positionalArguments().first().toStdString()
                                               + "” belongs to no option; put the prompt behind --prompt, in quotes.");
    }
    if (!parser.isSet(QStringLiteral("prompt")))
        throw Failure(ErrorCode::WrongUse, "--prompt is missing; say what the picture shall show.");

    refuseEmptyWords(parser);

    const auto given = [&parser](const char *option) { return parser.isSet(QString::fromLatin1(option)); };
    const auto whole = [&parser](const char *option, int low, int high) { return wholeNumber(parser, QString::fromLatin1(option), low, high); };
    const auto real = [&parser](const char *option, double low, double high) { return number(parser, QString::fromLatin1(option), low, high); };

    GenerateOptions options;
    GenerationRequest &request = options.request;
    for (const QString &prompt : parser.values(QStringLiteral("prompt")))
        options.prompts.push_back(prompt.toStdString());
    request.prompt = options.prompts.front();
    if (given("negative"))
        request.negativePrompt = utf8(parser, "negative");
    request.promptSyntax = readPromptSyntax(parser);
    readSampler(parser, options);
    request.noise = readNoise(parser);
    readVariation(parser, request);
    readSeeds(parser, request);
    if (given("steps")) {
        request.steps = whole("steps", 1, bounds::kStepsMax);
        options.stepsGiven = true;
    }
    if (given("guidance")) {
        request.guidance = real("guidance", 0, bounds::kGuidanceMax);
        options.guidanceGiven = true;
    }
    if (given("guidance-rescale"))
        request.guidanceRescale = real("guidance-rescale", 0, 1);
    if (given("eta"))
        request.eta = real("eta", 0, 1);
    if (given("width"))
        request.width = whole("width", bounds::kSizeMin, bounds::kSizeMax);
    if (given("height"))
        request.height = whole("height", bounds::kSizeMin, bounds::kSizeMax);
    if (given("clip-skip"))
        request.clipSkip = whole("clip-skip", 1, bounds::kClipSkipMax);
    if (given("strength"))
        request.strength = real("strength", 0, 1);

    options.initPath = parser.value(QStringLiteral("init"));
    options.maskPath = parser.value(QStringLiteral("mask"));
    if (!options.maskPath.isEmpty() && options.initPath.isEmpty())
        throw Failure(ErrorCode::WrongUse, "--mask needs --init: name the picture that the mask belongs to.");
    const bool onlyMasked = given("inpaint-only-masked");
    if (onlyMasked && options.maskPath.isEmpty())
        throw Failure(ErrorCode::WrongUse, "--inpaint-only-masked needs --mask: name the picture that says which part.");
    if (given("mask-padding")) {
        if (!onlyMasked)
            throw Failure(ErrorCode::WrongUse, "--mask-padding needs --inpaint-only-masked; else the whole picture is made.");
        request.maskPadding = whole("mask-padding", 0, bounds::kMaskPaddingMax);
    }
    if (given("strength") && options.initPath.isEmpty())
        throw Failure(ErrorCode::WrongUse, "--strength needs --init: name the picture to start from.");

    options.model = parser.value(QStringLiteral("model"));
    options.spec.vaePath = utf8(parser, "vae");
    options.spec.prediction = readPrediction(parser);
    options.spec.device = given("device") ? utf8(parser, "device") : qEnvironmentVariable("CALOTYPE_DEVICE", QStringLiteral("auto")).toStdString();
    if (given("dtype"))
        options.spec.dtype = utf8(parser, "dtype");
    options.spec.memory = readMemory(parser);
    options.spec.vaeTiles = readVaeTiles(parser);
    if (given("threads"))
        options.threads = whole("threads", 0, kThreadsMax);
    else if (const QString set = qEnvironmentVariable("CALOTYPE_THREADS"); !set.isEmpty())
        options.threads = environmentThreads(set);

    options.wildcardsDir = parser.value(QStringLiteral("wildcards"));
    if (given("wildcards") && !QFileInfo(options.wildcardsDir).isDir())
        throw Failure(ErrorCode::WrongUse, "--wildcards wants a folder, and “" + options.wildcardsDir.toStdString() + "” is none.");

    options.outFile = parser.value(QStringLiteral("out"));
    options.outDir = parser.value(QStringLiteral("out-dir"));
    if (!options.outFile.isEmpty() && !options.outDir.isEmpty())
        throw Failure(ErrorCode::WrongUse, "--out and --out-dir exclude each other; give one of them.");
    if (!options.outFile.isEmpty() && options.prompts.size() > 1)
        throw Failure(ErrorCode::WrongUse, "--out names one file, but there are several prompts; use --out-dir.");
    if (!options.outFile.isEmpty() && request.seeds.size() > 1)
        throw Failure(ErrorCode::WrongUse, "--out names one file, but --count asks for more; use --out-dir.");
    if (options.outFile.isEmpty() && options.outDir.isEmpty())
        options.outDir = gallery::dayFolder(QString::fromStdString(models::Paths::standard().output.string()));
    const QString ending = QFileInfo(options.outFile).suffix();
    if (!ending.isEmpty() && ending.compare(QLatin1String("png"), Qt::CaseInsensitive) != 0)
        throw Failure(ErrorCode::WrongUse, "--out writes a PNG; let its name end in .png, not in ." + ending.toStdString() + ".");
    options.latentsPath = parser.value(QStringLiteral("save-latents"));
    if (!options.latentsPath.isEmpty() && !options.outFile.isEmpty()
        && QFileInfo(options.latentsPath).absoluteFilePath() == QFileInfo(options.outFile).absoluteFilePath())
        throw Failure(ErrorCode::WrongUse, "--out and --save-latents name the same file; give each its own.");
    request.keepLatents = !options.latentsPath.isEmpty();
    options.json = given("json");
    options.quiet = given("quiet");

    for (const std::string &prompt : options.prompts) {
        GenerationRequest asked = request;
        asked.prompt = prompt;
        if (auto valid = validate(asked); !valid)
            throw Failure(valid.error());
    }
    request.inpaintOnlyMasked = onlyMasked; // its mask is read once the model is found
    return options;
}

} // namespace calotype::app
