#include "core/gallery/PictureName.h"

#include "core/gallery/PicturePath.h"
#include "core/gallery/PicturePlace.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <utility>

namespace calotype::gallery {

namespace {

constexpr int kNumberDigits = 5;
constexpr int kPromptBytes = 80;
constexpr int kNameBytes = 180; ///< file systems take 255; endings, repeats and temporary names come on top

struct Field {
    const char *word;
    QString (*text)(const PictureNameFields &);
    const char *shape; ///< a regular expression of all that it can be
};

// As "%1".arg() writes it: with zeros to five digits, and without any beyond. A longer one than nine is not a count.
constexpr const char *kNumberShape = "(?<number>\\d{5}|[1-9]\\d{5,8})";
constexpr const char *kWholeShape = "-?(?:0|[1-9]\\d*)";

const std::array<Field, 10> &fields()
{
    static const std::array<Field, 10> all{{
        {"number", [](const PictureNameFields &f) { return QStringLiteral("%1").arg(f.number, kNumberDigits, 10, QLatin1Char('0')); }, kNumberShape},
        {"seed", [](const PictureNameFields &f) { return QString::number(f.seed); }, kWholeShape},
        {"date", [](const PictureNameFields &f) { return f.when.date().toString(Qt::ISODate); }, "\\d{4,}-\\d\\d-\\d\\d"},
        {"time", [](const PictureNameFields &f) { return f.when.time().toString(QStringLiteral("HHmmss")); }, "\\d{6}"},
        {"model", [](const PictureNameFields &f) { return f.model; }, ".*"},
        {"prompt", [](const PictureNameFields &f) { return f.prompt; }, ".*"},
        {"sampler", [](const PictureNameFields &f) { return f.sampler; }, ".*"},
        {"steps", [](const PictureNameFields &f) { return QString::number(f.steps); }, kWholeShape},
        {"guidance", [](const PictureNameFields &f) { return QString::number(f.guidance); }, "-?\\d+(?:\\.\\d+)?(?:e[+-]\\d+)?"},
        {"size", [](const PictureNameFields &f) { return QStringLiteral("%1x%2").arg(f.size.width()).arg(f.size.height()); }, "\\d+x\\d+"},
    }};
    return all;
}

const QRegularExpression &brace()
{
    static const QRegularExpression words(QStringLiteral("\\{([A-Za-z_]*)\\}"));
    return words;
}

const Field *fieldOf(const QString &word)
{
    const auto found = std::find_if(fields().begin(), fields().end(),
                                    [&](const Field &field) { return word == QLatin1String(field.word); });
    return found == fields().end() ? nullptr : found;
}

// Cut between characters, never in the middle of one that takes two units.
QString cut(const QString &text, int bytes)
{
    QString kept;
    int used = 0;
    for (qsizetype i = 0; i < text.size();) {
        const qsizetype units = text[i].isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate() ? 2 : 1;
        const QString one = text.mid(i, units);
        used += static_cast<int>(one.toUtf8().size());
        if (used > bytes)
            break;
        kept += one;
        i += units;
    }
    return kept;
}

// What every file system takes, with nothing that a shell would expand.
QString replaced(const QString &text)
{
    static const QString unwelcome = QStringLiteral("/\\:*?\"<>|$`'!;&~%#\u007f");
    QString clean;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        const bool pair = c.isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate();
        if (pair) {
            clean += c;
            clean += text[++i];
        } else if (c.isSpace()) {
            clean += QLatin1Char(' ');
        } else if (c.unicode() < 0x20 || unwelcome.contains(c) || c.isSurrogate() || c.category() == QChar::Other_Format
                   || c.category() == QChar::Other_Control) {
            clean += QLatin1Char('_');
        } else {
            clean += c;
        }
    }
    return clean;
}

QString safe(const QString &text)
{
    return replaced(text).simplified();
}

// What pictureName() makes of what stands between the fields.
QString literalShape(const QString &text)
{
    static const QRegularExpression spaces(QStringLiteral("\\s+"));
    return QRegularExpression::escape(replaced(text).replace(spaces, QStringLiteral(" ")));
}

// Of the files that the pattern names, with the ending, and with the "-2" of a name that was taken.
QRegularExpression nameShape(const QString &pattern)
{
    static const QRegularExpression lead(QStringLiteral("^[.\\s-]+"));
    QString expression;
    qsizetype end = 0;
    bool isNumbered = false;
    for (auto it = brace().globalMatch(pattern); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        QString before = pattern.mid(end, match.capturedStart() - end);
        if (end == 0)
            before.remove(lead);
        expression += literalShape(before);
        end = match.capturedEnd();
        const Field *const field = fieldOf(match.captured(1));
        const bool isNumber = field && field->shape == kNumberShape;
        if (isNumber && isNumbered)
            expression += QStringLiteral("\\k<number>");
        else
            expression += field ? QLatin1String(field->shape) : QRegularExpression::escape(match.captured(1));
        isNumbered = isNumbered || isNumber;
    }
    static const QRegularExpression tail(QStringLiteral("[.\\s]+$"));
    expression += literalShape(pattern.mid(end).remove(tail));
    return QRegularExpression(QStringLiteral("^%1(?:-\\d+)?\\.(?i:png|jpe?g|webp)$").arg(expression));
}

} // namespace

QString pictureEnding(PictureFormat format)
{
    switch (format) {
    case PictureFormat::Jpeg: return QStringLiteral("jpg");
    case PictureFormat::Webp: return QStringLiteral("webp");
    case PictureFormat::Png: break;
    }
    return QStringLiteral("png");
}

QStringList pictureNameFields()
{
    QStringList words;
    for (const Field &field : fields())
        words << QLatin1String(field.word);
    return words;
}

QStringList unknownNameFields(const QString &pattern)
{
    QStringList unknown;
    for (auto it = brace().globalMatch(pattern); it.hasNext();) {
        const QString word = it.next().captured(1);
        if (!fieldOf(word))
            unknown << word;
    }
    return unknown;
}

QString pictureName(const QString &pattern, const PictureNameFields &given)
{
    QString name;
    qsizetype end = 0;
    for (auto it = brace().globalMatch(pattern); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        name += pattern.mid(end, match.capturedStart() - end);
        end = match.capturedEnd();
        const Field *const field = fieldOf(match.captured(1));
        const QString text = field ? safe(field->text(given)) : match.captured(1);
        name += match.captured(1) == QLatin1String("prompt") ? cut(text, kPromptBytes).trimmed() : text;
    }
    name = cut(safe(name + pattern.mid(end)), kNameBytes);
    // Neither hidden, nor ended as Windows does not take it, nor taken for an option.
    static const QRegularExpression edges(QStringLiteral("^[.\\s-]+|[.\\s]+$"));
    name.remove(edges);
    return name.isEmpty() ? QStringLiteral("picture") : name;
}

qint64 nextPictureNumber(const QString &folder, const QString &pattern)
{
    if (!pattern.contains(QStringLiteral("{number}")))
        return 1;
    const QRegularExpression shape = nameShape(pattern);
    const QDir dir(folder);
    QStringList names = dir.entryList({"*.png", "*.jpg", "*.jpeg", "*.webp"}, QDir::Files);
    for (const QString &note : dir.entryList({PicturePlace::notePattern()}, QDir::Files | QDir::Hidden))
        names << QFileInfo(note.mid(1)).completeBaseName();
    qint64 highest = 0;
    for (const QString &name : std::as_const(names))
        highest = std::max(highest, shape.match(name).captured(QStringLiteral("number")).toLongLong());
    return highest + 1;
}

QString pictureFolder(const OutputRules &rules, const QDate &day)
{
    return rules.folders == OutputRules::Folders::ByDate ? dayFolder(rules.folder, day) : rules.folder;
}

} // namespace calotype::gallery
