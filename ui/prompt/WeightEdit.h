#pragma once

#include <QString>

#include <optional>

namespace calotype::ui {

/// One replacement in a text, and what is selected after it. Positions count UTF-16 units.
struct TextChange {
    int begin = 0;
    int end = 0;
    QString text;
    int selectionBegin = 0; ///< in the changed text
    int selectionEnd = 0;

    bool operator==(const TextChange &) const = default;
};

/// What turns the weight of the selection up or down: "fern" becomes "(fern:1.1)", and loses the brackets at 1. Without
/// a selection it is the weighted group around the cursor, else the word at it. "(fern)" counts as 1.1. A weight is not
/// brought below 0. Blanks at the ends of a selection stay outside of the brackets.
/// @return nothing where there is no word
std::optional<TextChange> changedWeight(const QString &text, int selectionBegin, int selectionEnd, double difference);

} // namespace calotype::ui
