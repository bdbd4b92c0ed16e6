#include "app/InfoCommand.h"

#include "app/CommandLine.h"
#include "app/PixelDecoder.h"
#include "app/TerminalText.h"
#include "core/formats/metadata/PictureInfo.h"

#include <nlohmann/json.hpp>

#include <QFile>

#include <algorithm>
#include <array>
#include <string_view>

namespace calotype::app {

namespace {

using formats::FieldState;
using formats::PictureField;
using formats::PictureInfo;
using nlohmann::json;

const char *stateName(FieldState state)
{
    switch (state) {
    case FieldState::Restored: return "restored";
    case FieldState::Approximated: return "approximated";
    case FieldState::Unavailable: return "unavailable";
    }
    return "";
}

QString dumped(const json &value, int indent)
{
    return QString::fromStdString(value.dump(indent, ' ', false, json::error_handler_t::replace));
}

QString infoJson(const PictureInfo &info)
{
    json fields = json::object();
    json states = json::object();
    json notes = json::object();
    for (const PictureField &field : info.fields) {
        fields[field.name] = field.value;
        states[field.name] = stateName(field.state);
        if (!field.note.empty())
            notes[field.name] = field.note;
    }
    return dumped({{"source", info.source}, {"fields", fields}, {"states", states}, {"notes", notes}}, 2);
}

QString valueText(const json &value)
{
    return forTerminal(value.is_string() ? QString::fromStdString(value.get<std::string>()) : dumped(value, -1));
}

QString infoText(const PictureInfo &info)
{
    constexpr int kStateWidth = 12;
    std::size_t longest = std::string_view("source").size();
    for (const PictureField &field : info.fields)
        longest = std::max(longest, field.name.size());
    const int width = -static_cast<int>(longest);
    QString text;
    const auto line = [&](const std::string &name, const char *state, const QString &value) {
        text += QStringLiteral("%1  %2  %3\n").arg(QString::fromStdString(name), width).arg(QLatin1String(state), -kStateWidth).arg(value);
    };
    line("source", "", QString::fromStdString(info.source));
    for (const PictureField &field : info.fields) {
        line(field.name, stateName(field.state), valueText(field.value));
        if (!field.note.empty())
            line("", "", QStringLiteral("(%1)").arg(forTerminal(QString::fromStdString(field.note))));
    }
    return text;
}

// Of the kinds that can be read, by the first bytes.
bool isPicture(const QByteArray &start)
{
    if (start.mid(4, 4) == "ftyp") {
        constexpr std::array kBrands{"avif", "avis", "mif1", "msf1", "heic", "heix"};
        return std::any_of(kBrands.begin(), kBrands.end(), [&](const char *brand) { return start.mid(8, 4) == brand; });
    }
    return start.startsWith("\x89PNG\r\n\x1a\n") || start.startsWith("\xFF\xD8\xFF") || start.startsWith("GIF8")
        || (start.startsWith("RIFF") && start.mid(8, 4) == "WEBP");
}

void requirePicture(const QString &path)
{
    constexpr qint64 kStart = 16;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || !isPicture(file.read(kStart))) {
        throw Failure(ErrorCode::Unsupported,
                      "“" + path.toStdString() + "” is no picture that can be read; name a PNG, JPEG, WebP, GIF or AVIF file.");
    }
}

} // namespace

int runInfo(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Tells what a picture says of its making, whichever program wrote it."));
    const QCommandLineOption asJson(QStringLiteral("json"), QStringLiteral("One JSON object: source, fields, states, notes."));
    parser.addOption(asJson);
    parser.addPositionalArgument(QStringLiteral("FILE"), QStringLiteral("A PNG, JPEG, WebP, GIF or AVIF file."));
    int status = kDone;
    if (!parse(parser, QStringLiteral("info"), arguments, status))
        return status;
    const QString path = parser.positionalArguments().value(0);
    if (path.isEmpty() || parser.positionalArguments().size() > 1)
        throw Failure(ErrorCode::WrongUse, "calotype info wants one picture; name its file.");

    const PictureInfo info = formats::readPictureInfo(std::filesystem::path(QFile::encodeName(path).toStdString()), decodePixels);
    if (info.source.empty() && info.raw.empty())
        requirePicture(path);
    if (parser.isSet(asJson))
        printOut(infoJson(info));
    else if (info.source.empty())
        printOut(QStringLiteral("“%1” says nothing of its making.").arg(forTerminal(path)));
    else
        printOut(infoText(info));
    return kDone;
}

} // namespace calotype::app
