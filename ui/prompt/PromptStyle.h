#pragma once

#include <QJsonObject>
#include <QString>

namespace calotype::ui {

/// Words that are put around, or behind, those of a prompt.
struct PromptStyle {
    QString prompt;   ///< "{prompt}" in it stands for the prompt's own words
    QString negative; ///< the same for the negative prompt

    bool operator==(const PromptStyle &) const = default;
};

/// The words with those of a style: in the place of its "{prompt}", or before them with a comma between.
QString withStyle(const QString &words, const QString &style);

QJsonObject toJson(const PromptStyle &style);
PromptStyle styleOf(const QJsonObject &object);

} // namespace calotype::ui
