#include "app/TerminalText.h"

namespace calotype::app {

namespace {

bool isDirectionMark(char16_t c)
{
    return (c >= 0x200E && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x061C;
}

QString escape(QChar c)
{
    switch (c.unicode()) {
    case u'\n': return QStringLiteral("\\n");
    case u'\r': return QStringLiteral("\\r");
    case u'\t': return QStringLiteral("\\t");
    default: break;
    }
    const bool isShort = c.unicode() <= 0xFF;
    return QLatin1String(isShort ? "\\x" : "\\u") + QStringLiteral("%1").arg(c.unicode(), isShort ? 2 : 4, 16, QLatin1Char('0'));
}

} // namespace

QString forTerminal(const QString &text)
{
    QString out;
    out.reserve(text.size());
    for (const QChar c : text) {
        const bool isHarmful = c.category() == QChar::Other_Control || c.category() == QChar::Separator_Line
                               || c.category() == QChar::Separator_Paragraph || isDirectionMark(c.unicode());
        if (isHarmful)
            out += escape(c);
        else
            out += c;
    }
    return out;
}

} // namespace calotype::app
