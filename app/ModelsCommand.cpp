#include "app/ModelsCommand.h"

#include "app/CommandLine.h"
#include "app/ModelChoice.h"
#include "core/formats/ModelDescription.h"
#include "core/models/Paths.h"

#include <nlohmann/json.hpp>

#include <QLocale>

namespace calotype::app {

namespace {

using nlohmann::json;

QString fromUtf8(const std::string &text)
{
    return QString::fromStdString(text);
}

QString sizeText(std::int64_t bytes)
{
    return QLocale::c().formattedDataSize(bytes);
}

std::string kindText(ModelKind kind, bool inpainting)
{
    return std::string(modelKindName(kind)) + (inpainting ? " inpainting" : "");
}

int list(bool asJson)
{
    const auto catalog = standardCatalog();
    json entries = json::array();
    QString table;
    for (const models::CatalogEntry &entry : catalog.list()) {
        entries.push_back({{"id", entry.id},
                           {"name", entry.name},
                           {"kind", kindText(entry.kind, entry.inpainting)},
                           {"format", modelFormatName(entry.format)},
                           {"path", entry.path.string()},
                           {"size_bytes", entry.sizeBytes},
                           {"present", entry.present},
                           {"dtype", entry.dtype},
                           {"warning", entry.warning}});
        table += QStringLiteral("%1 %2 %3 %4 %5\n")
                     .arg(fromUtf8(entry.id), -40)
                     .arg(fromUtf8(kindText(entry.kind, entry.inpainting)), -18)
                     .arg(QLatin1String(modelFormatName(entry.format)), -14)
                     .arg(fromUtf8(entry.dtype), -5)
                     .arg(sizeText(entry.sizeBytes), 10);
        if (!entry.warning.empty())
            table += QStringLiteral("    %1\n").arg(fromUtf8(entry.warning));
    }
    for (const std::string &warning : catalog.warnings())
        printError(fromUtf8(warning));
    if (asJson)
        printOut(fromUtf8(entries.dump(2, ' ', false, json::error_handler_t::replace)));
    else if (table.isEmpty())
        printOut(QStringLiteral("No models yet. Put model files or folders into “%1”.").arg(fromUtf8(models::Paths::standard().models.string())));
    else
        printOut(table);
    return kDone;
}

json partJson(const ModelPart &part)
{
    return {{"name", part.name},     {"present", part.present},       {"dtype", part.dtype},
            {"size_bytes", part.sizeBytes}, {"parameters", part.parameters}, {"files", part.files}};
}

json adviceJson(const ModelAdvice &advice)
{
    json out = json::object();
    if (advice.steps)
        out["steps"] = *advice.steps;
    if (advice.guidance)
        out["guidance"] = *advice.guidance;
    if (!advice.examplePrompts.empty())
        out["example_prompts"] = advice.examplePrompts;
    return out;
}

json infoJson(const ModelInfo &info)
{
    const bool known = info.kind != ModelKind::Unknown;
    json parts = json::array();
    for (const ModelPart &part : info.parts)
        parts.push_back(partJson(part));
    return {{"path", info.path},
            {"name", info.name},
            {"kind", modelKindName(info.kind)},
            {"inpainting", info.inpainting},
            {"format", modelFormatName(info.format)},
            {"dtype", info.dtype},
            {"size_bytes", info.sizeBytes},
            {"parameters", info.parameters},
            {"prediction_type", known ? json(predictionTypeName(info.prediction)) : json()},
            {"prediction_source", info.predictionSource},
            {"native_width", known ? json(info.nativeWidth) : json()},
            {"native_height", known ? json(info.nativeHeight) : json()},
            {"advice", adviceJson(info.advice)},
            {"has_ema", info.hasEma},
            {"parts", parts},
            {"missing", info.missing},
            {"warnings", info.warnings}};
}

QString infoText(const ModelInfo &info)
{
    QString text;
    const auto line = [&text](const char *label, const QString &value) {
        text += QStringLiteral("%1 %2\n").arg(QLatin1String(label), -12).arg(value);
    };
    line("path", fromUtf8(info.path));
    line("kind", fromUtf8(kindText(info.kind, info.inpainting)));
    line("format", QStringLiteral("%1, %2").arg(QLatin1String(modelFormatName(info.format)), sizeText(info.sizeBytes)));
    if (info.kind != ModelKind::Unknown) {
        line("prediction", QStringLiteral("%1 (%2)").arg(QLatin1String(predictionTypeName(info.prediction)), fromUtf8(info.predictionSource)));
        line("native size", QStringLiteral("%1 × %2").arg(info.nativeWidth).arg(info.nativeHeight));
        if (info.advice.steps)
            line("steps", QStringLiteral("%1 are advised").arg(*info.advice.steps));
        if (info.advice.guidance)
            line("guidance", QStringLiteral("%1 is advised").arg(*info.advice.guidance));
        line("parameters", QLocale::c().toString(static_cast<qlonglong>(info.parameters)));
    }
    if (info.hasEma)
        line("EMA", QStringLiteral("a second, averaged set of UNet weights lies in the file"));
    for (const ModelPart &part : info.parts) {
        if (!part.present)
            continue;
        QString value = part.dtype.empty() ? QStringLiteral("–") : fromUtf8(part.dtype);
        if (part.parameters > 0)
            value += QStringLiteral(", %1 parameters, %2").arg(QLocale::c().toString(static_cast<qlonglong>(part.parameters)), sizeText(part.sizeBytes));
        line(("  " + part.name).c_str(), value);
    }
    for (const std::string &part : info.missing)
        line("missing", fromUtf8(part));
    for (const std::string &warning : info.warnings)
        line("warning", fromUtf8(warning));
    return text;
}

// kFailed for what no picture can be made with because it, or a part of it, is damaged or of an unknown kind. A part
// that is only missing may be given by another file.
int soundness(const std::string &path)
{
    try {
        formats::describeModel(path);
        return kDone;
    } catch (const Failure &failure) {
        return exitStatus(failure.error());
    }
}

int inspect(const QString &asked, bool asJson)
{
    if (asked.isEmpty())
        throw Failure(ErrorCode::WrongUse, "calotype models inspect wants the path or the name of a model, not an empty word.");
    const auto path = chooseModel(standardCatalog(), asked.toStdString());
    const ModelInfo info = formats::inspectModel(path);
    printOut(asJson ? fromUtf8(infoJson(info).dump(2, ' ', false, json::error_handler_t::replace)) : infoText(info));
    return soundness(path);
}

} // namespace

int runModels(const QStringList &arguments)
{
    QCommandLineParser parser;
    const QCommandLineOption json(QStringLiteral("json"), QStringLiteral("JSON instead of a table."));
    parser.addOption(json);
    parser.addPositionalArgument(QStringLiteral("action"), QStringLiteral("list (default), or inspect PATH."), QStringLiteral("[list | inspect PATH]"));
    int status = kDone;
    if (!parse(parser, QStringLiteral("models"), arguments, status))
        return status;
    const QStringList words = parser.positionalArguments();
    const QString action = words.value(0, QStringLiteral("list"));
    if (action == QLatin1String("list") && words.size() <= 1)
        return list(parser.isSet(json));
    if (action == QLatin1String("inspect") && words.size() == 2)
        return inspect(words.at(1), parser.isSet(json));
    throw Failure(ErrorCode::WrongUse, "calotype models wants “list” or “inspect PATH”.");
}

} // namespace calotype::app
