#include "core/gallery/SearchText.h"

#include <QStringList>

namespace calotype::gallery {

namespace {

// FTS5 refuses expression trees of more than 256 levels.
constexpr int kMostWords = 64;

bool isWithoutSpaces(char32_t character)
{
    switch (QChar::script(character)) {
    case QChar::Script_Han:
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana:
    case QChar::Script_Bopomofo:
    case QChar::Script_Thai:
    case QChar::Script_Lao:
    case QChar::Script_Khmer:
    case QChar::Script_Myanmar: return true;
    default: return false;
    }
}

// What the tokenizer unicode61 makes words of: letters, numbers and private characters.
bool isWordCharacter(char32_t character)
{
    return QChar::isLetterOrNumber(character) || QChar::category(character) == QChar::Other_PrivateUse;
}

struct Phrase {
    QString text;
    bool isQuoted = false;
};

// Words and quoted phrases; those in which the tokenizer would find no word are left out, since they match nothing.
QList<Phrase> phrases(const QString &text)
{
    QList<Phrase> found;
    Phrase current;
    bool hasWord = false;
    const auto finish = [&] {
        if (hasWord)
            found.append(current);
        current = {};
        hasWord = false;
    };
    bool inQuotes = false;
    const auto characters = text.toUcs4(); // lone surrogates become U+FFFD
    for (const uint character : characters) {
        if (found.size() == kMostWords)
            return found;
        if (character == '"') {
            current.isQuoted = inQuotes;
            finish();
            inQuotes = !inQuotes;
        } else if (QChar::isSpace(character) || QChar::category(character) == QChar::Other_Control) {
            if (inQuotes)
                current.text += QLatin1Char(' ');
            else
                finish();
        } else {
            current.text += QString::fromUcs4(reinterpret_cast<const char32_t *>(&character), 1);
            hasWord = hasWord || isWordCharacter(character);
        }
    }
    finish();
    if (found.size() > kMostWords)
        found.removeLast();
    return found;
}

} // namespace

QString indexedText(const QString &text)
{
    const auto characters = text.toUcs4();
    QString spaced;
    bool hasAny = false;
    for (const uint character : characters) {
        const bool alone = isWithoutSpaces(character);
        hasAny = hasAny || alone;
        if (alone)
            spaced += QLatin1Char(' ');
        spaced += QString::fromUcs4(reinterpret_cast<const char32_t *>(&character), 1);
        if (alone)
            spaced += QLatin1Char(' ');
    }
    return hasAny ? spaced : text;
}

QString searchExpression(const QString &text)
{
    QStringList parts;
    const QList<Phrase> found = phrases(text);
    for (const Phrase &phrase : found)
        parts << QLatin1Char('"') + indexedText(phrase.text) + QLatin1Char('"');
    if (!found.isEmpty() && !found.last().isQuoted)
        parts.last() += QLatin1Char('*');
    return parts.join(QLatin1Char(' '));
}

} // namespace calotype::gallery
