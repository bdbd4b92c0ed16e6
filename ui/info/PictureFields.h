#pragma once

#include "core/engine/GenerationRequest.h"
#include "ui/info/FieldUse.h"
#include "ui/info/PictureWords.h"

#include <QList>
#include <QString>

namespace calotype::ui {

struct GenerationValues;

/// One line of what is known of a picture, ready to be shown.
struct ShownField {
    QString name;   ///< the word's; "size" where width and height were joined
    QString label;  ///< for people
    QString text;   ///< for people; long ones cut
    QVariant value; ///< whole
    WordState state = WordState::Restored;
    FieldUse use;

    bool isUsable() const { return static_cast<bool>(use.edit); }
};

/// What is to be shown of @p words: the settings in the order of the Create panel, then the rest as it stands in the
/// file. Width and height become one size.
QList<ShownField> shownFields(const PictureWords &words, const QList<NamedModel> &models);

/// How the program @p source reads prompts: weighted where brackets weigh its words as they do in AUTOMATIC1111's web UI.
PromptSyntax usualSyntax(const QString &source);

/// Uses every field that can be. What writers leave out because it is usual is set to the usual too (an empty negative
/// prompt, the model's schedule, no clip skip), where the words have a prompt at all; and one picture is asked for
/// where the seed is known, but for one of several that one generator made.
/// @param usualSyntax  of the program that wrote the words
GenerationValues withAllUsed(const QList<ShownField> &fields, GenerationValues values, PromptSyntax usualSyntax);

/// What of a picture's making is used again.
enum class UsedPart {
    All,
    Prompt, ///< with the negative prompt, and how they are read
    Seed, ///< the picture's own, also where its noise is that of a batch
    Size,
};

/// The settings with that part of @p fields used, and nothing else changed; All is withAllUsed().
/// @param usualSyntax  of the program that wrote the words
GenerationValues withUsed(UsedPart part, const QList<ShownField> &fields, const GenerationValues &values, PromptSyntax usualSyntax);
/// Why that part cannot be used, in a sentence; "" where it can.
QString whyNotUsable(UsedPart part, const QList<ShownField> &fields);

/// "Label: value" lines, values whole.
QString fieldsAsText(const QList<ShownField> &fields);

/// A field in which two pictures differ.
struct FieldDifference {
    QString name;
    QString label;
    QString left;  ///< "" where the left picture says nothing of it
    QString right; ///< "" where the right picture says nothing of it
};

/// The fields in which the two differ, in the order of shownFields(). 7 and 7.0 are the same.
QList<FieldDifference> fieldDifferences(const PictureWords &left, const PictureWords &right);

} // namespace calotype::ui
