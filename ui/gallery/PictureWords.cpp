#include "ui/gallery/PictureWords.h"

#include "core/gallery/GalleryTypes.h"

#include <QCoreApplication>
#include <QStringList>

namespace calotype::ui {

namespace {

constexpr int kMostLetters = 300; ///< of a prompt

struct Words {
    Q_DECLARE_TR_FUNCTIONS(PictureWords)
};

} // namespace

QString spokenWords(const gallery::GalleryItem &item)
{
    const QString what = item.prompt.isEmpty() ? item.path.section(u'/', -1) : item.prompt;
    return item.rating > 0 ? Words::tr("Picture, rated %1 of 5: %2").arg(QString::number(item.rating), what)
                           : Words::tr("Picture: %1").arg(what);
}

QString toolTipWords(const gallery::GalleryItem &item)
{
    const QString measures = item.seed < 0 ? Words::tr("%1 × %2").arg(item.width).arg(item.height)
                                           : Words::tr("%1 × %2, seed %3").arg(item.width).arg(item.height).arg(item.seed);
    QStringList lines{item.path.section(u'/', -1), measures};
    if (!item.prompt.isEmpty())
        lines.append(item.prompt.size() > kMostLetters ? item.prompt.left(kMostLetters) + u'…' : item.prompt);
    if (item.missing)
        lines.append(Words::tr("The file’s folder is not there now."));
    return lines.join(u'\n').toHtmlEscaped().replace(u'\n', QStringLiteral("<br>"));
}

} // namespace calotype::ui
