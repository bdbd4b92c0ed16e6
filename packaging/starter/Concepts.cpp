#include "packaging/starter/Concepts.h"

#include "core/base/Error.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPainter>
#include <QRegularExpression>

#include <algorithm>

namespace calotype::starter {

namespace {

bool wanted(const QString &name, const QString &category, const QString &subcategory, Scope scope)
{
    static const QStringList never{"Flags", "Symbols", "Component", "People & Body"};
    if (never.contains(category) || subcategory == "time")
        return false;
    if (scope == Scope::Full)
        return true;
    static const QStringList small{"Food & Drink", "Animals & Nature"};
    static const QStringList familiar{"AUTOMOBILE", "TAXI",     "BUS",      "BICYCLE", "ROCKET",
                                      "SAILBOAT",   "AIRPLANE", "TRACTOR",  "FIRE ENGINE", "HELICOPTER"};
    return small.contains(category) || (subcategory.startsWith("transport-") && familiar.contains(name));
}

// Road furniture and the like, which are signs rather than things.
bool isSign(const QString &name)
{
    static const QStringList signs{"motorway", "railway track", "bus stop", "fuel pump", "horizontal traffic light",
                                   "vertical traffic light", "octagonal sign", "construction sign",
                                   "police cars revolving light"};
    return signs.contains(name);
}

QString plain(QString text)
{
    text = text.toLower();
    text.replace(QRegularExpression("[_\\-]+"), " ");
    text.remove(QRegularExpression("[^a-z0-9 ]"));
    return text.simplified();
}

QStringList kindsOf(const QString &category, const QString &subcategory)
{
    QStringList out;
    for (const QString &part : (category + '-' + subcategory).toLower().split(QRegularExpression("[^a-z]+"))) {
        if (!part.isEmpty() && part != "other" && part != "transport" && !out.contains(part))
            out << part;
    }
    return out;
}

} // namespace

std::vector<Concept> readConcepts(const QString &data, Scope scope, int size)
{
    QFile words(data + "/words/package/emoji.json");
    if (!words.open(QIODevice::ReadOnly))
        throw Failure(ErrorCode::NotFound,
                      "There is no " + words.fileName().toStdString() + "; run packaging/starter/fetch first.");

    std::vector<Concept> concepts;
    for (const QJsonValue &value : QJsonDocument::fromJson(words.readAll()).array()) {
        const QJsonObject entry = value.toObject();
        const QString category = entry["category"].toString();
        const QString subcategory = entry["subcategory"].toString();
        if (!wanted(entry["name"].toString(), category, subcategory, scope))
            continue;
        Concept made;
        made.id = entry["unified"].toString().toLower();
        made.name = plain(entry["name"].toString());
        for (const QJsonValue &other : entry["short_names"].toArray())
            made.names << plain(other.toString());
        if (made.name.isEmpty() && !made.names.isEmpty())
            made.name = made.names.front();
        made.names.prepend(made.name);
        made.names.removeDuplicates();
        made.names.removeAll(QString());
        made.kinds = kindsOf(category, subcategory);
        if (made.name.isEmpty() || isSign(made.name))
            continue;

        const QString folder = data + "/fluent/package/assets/";
        QString path = folder + made.id + ".webp";
        if (!QFileInfo::exists(path))
            path = folder + QString(made.id).remove("-fe0f") + ".webp";
        const QImage picture(path);
        if (picture.isNull())
            continue; // newer than the pictures
        made.picture = picture.scaled(size, size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
                           .convertToFormat(QImage::Format_RGBA8888);
        concepts.push_back(std::move(made));
    }
    if (concepts.empty())
        throw Failure(ErrorCode::NotFound, "No picture could be read below " + data.toStdString()
                                               + "; run packaging/starter/fetch, and install Qt's WebP plugin.");
    std::sort(concepts.begin(), concepts.end(), [](const Concept &a, const Concept &b) { return a.id < b.id; });
    return concepts;
}

QImage onWhite(const QImage &picture)
{
    QImage out(picture.size(), QImage::Format_RGB888);
    out.fill(Qt::white);
    QPainter(&out).drawImage(0, 0, picture);
    return out;
}

} // namespace calotype::starter
