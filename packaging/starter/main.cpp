// Trains the starter model; README.md beside this file tells how.

#include "core/base/Error.h"
#include "packaging/starter/Evaluation.h"
#include "packaging/starter/Export.h"
#include "packaging/starter/Training.h"

#include <QCommandLineParser>
#include <QGuiApplication>

#include <cstdio>

using calotype::ErrorCode;
using calotype::Failure;
using namespace calotype::starter;

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QGuiApplication application(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription("Trains Calotype's starter model.");
    parser.addHelpOption();
    parser.addPositionalArgument("stage", "vae, unet, decoder, export or evaluate");
    const QCommandLineOption data("data", "What fetch has brought.", "folder");
    const QCommandLineOption work("work", "Checkpoints and sheets.", "folder");
    const QCommandLineOption scope("scope", "small (for a processor) or full.", "scope", "small");
    const QCommandLineOption device("device", "cpu or cuda.", "device", torch::cuda::is_available() ? "cuda" : "cpu");
    const QCommandLineOption dtype("dtype", "What the UNet computes in: float32, or bfloat16 where the device is fast at it.",
                                   "type", torch::cuda::is_available() ? "bfloat16" : "float32");
    const QCommandLineOption steps("steps", "Instead of the plan's.", "count", "0");
    const QCommandLineOption seed("seed", "Seed.", "number", "1");
    const QCommandLineOption threads("threads", "Processor threads.", "count", "0");
    const QCommandLineOption model("model", "The model's folder, to export to and to evaluate.", "folder");
    const QCommandLineOption guidance("guidance", "To advise and to evaluate with, in place of the plan's.", "X");
    parser.addOptions({data, work, model, scope, device, dtype, steps, seed, threads, guidance});
    parser.process(application);
    const auto oneOf = [&](const QCommandLineOption &option, const char *first, const char *second) {
        const QString value = parser.value(option);
        if (value != first && value != second) {
            throw Failure(ErrorCode::WrongUse, "--" + option.names().front().toStdString() + " is " + first + " or " + second
                                                   + ", and not “" + value.toStdString() + "”.");
        }
        return value;
    };
    const auto modelPath = [&] {
        if (!parser.isSet(model))
            throw Failure(ErrorCode::WrongUse, "--model names no folder; name the model's.");
        return parser.value(model).toStdString();
    };

    try {
        const Scope chosen = oneOf(scope, "small", "full") == "full" ? Scope::Full : Scope::Small;
        Run run;
        run.plan = planOf(chosen);
        if (parser.isSet(guidance))
            run.plan.guidance = parser.value(guidance).toDouble();
        run.folder = parser.value(work).toStdString();
        run.device = torch::Device(parser.value(device).toStdString());
        run.dtype = oneOf(dtype, "float32", "bfloat16") == "bfloat16" ? torch::kBFloat16 : torch::kFloat32;
        run.steps = parser.value(steps).toLongLong();
        run.seed = parser.value(seed).toULongLong();
        std::filesystem::create_directories(run.folder);
        if (const int count = parser.value(threads).toInt())
            at::set_num_threads(count);
        torch::manual_seed(run.seed);

        const QString stage = parser.positionalArguments().value(0);
        const auto concepts = readConcepts(parser.value(data), chosen, run.plan.size);
        if (stage == "vae")
            trainVae(run, concepts);
        else if (stage == "unet")
            trainUNet(run, concepts);
        else if (stage == "decoder")
            refineDecoder(run, concepts);
        else if (stage == "export")
            exportModel(run.plan, run.folder, modelPath(), concepts);
        else if (stage == "evaluate")
            return evaluate(modelPath(), run.plan, run.folder, concepts) ? 0 : 1;
        else
            parser.showHelp(2);
    } catch (const std::exception &failure) {
        std::fprintf(stderr, "%s\n", failure.what());
        return 1;
    }
    return 0;
}
