#include "packaging/starter/Captions.h"

#include "packaging/starter/Colours.h"

namespace calotype::starter {

namespace {

void addForms(QStringList &out, const QString &words)
{
    const QString article = QString("aeiou").contains(words.front()) ? "an " : "a ";
    for (const QString &caption : {words, article + words, "a 3d icon of " + words, "a 3d icon of " + article + words})
        out << caption;
}

} // namespace

QStringList captionsOf(const Concept &one, const std::optional<QString> &colour)
{
    QStringList out;
    if (!colour) {
        for (const QString &name : one.names)
            addForms(out, name);
        out << one.name + ", " + one.kinds.join(' ');
    }
    const auto shown = colour ? colour : mainColour(one.picture);
    if (shown) {
        for (const QString &name : one.names) {
            const QString bare = withoutColour(name);
            // Nothing is an orange orange.
            if (bare != *shown)
                addForms(out, *shown + ' ' + bare);
        }
    }
    out.removeDuplicates();
    return out;
}

} // namespace calotype::starter
