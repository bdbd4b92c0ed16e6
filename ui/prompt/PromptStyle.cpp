#include "ui/prompt/PromptStyle.h"

namespace calotype::ui {

QString withStyle(const QString &words, const QString &style)
{
    const QString placeholder = QStringLiteral("{prompt}");
    QString own = words.trimmed();
    if (style.contains(placeholder))
        return QString(style).replace(placeholder, own);
    const QString added = style.trimmed();
    if (own.isEmpty() || added.isEmpty())
        return own + added;
    while (own.endsWith(u',') || own.endsWith(u' '))
        own.chop(1);
    return own + QStringLiteral(", ") + added;
}

QJsonObject toJson(const PromptStyle &style)
{
    return {{QStringLiteral("prompt"), style.prompt}, {QStringLiteral("negative"), style.negative}};
}

PromptStyle styleOf(const QJsonObject &object)
{
    return {object.value(QLatin1String("prompt")).toString(), object.value(QLatin1String("negative")).toString()};
}

} // namespace calotype::ui
