#include "ui/Language.h"

#include "core/base/Log.h"
#include "ui/preferences/PreferenceTable.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QSettings>
#include <QTranslator>

#include <algorithm>

namespace calotype::ui {

namespace {

const QString kOwner = QStringLiteral("calotypeWords"); ///< the object name of what speak() installed
constexpr const char *kSpoken = "calotypeLanguage"; ///< the program's property with the code

bool install(QCoreApplication &app, const QString &file, const QString &folder)
{
    auto *const words = new QTranslator(&app);
    words->setObjectName(kOwner);
    if (words->load(file, folder))
        return QCoreApplication::installTranslator(words);
    delete words;
    return false;
}

} // namespace

const std::vector<Language> &languages()
{
    static const std::vector<Language> all{{QStringLiteral("en"), QStringLiteral("English")},
                                           {QStringLiteral("de"), QStringLiteral("Deutsch")}};
    return all;
}

QString languageOf(const QString &wish, const QStringList &system)
{
    const auto spoken = [](const QString &code) {
        return std::any_of(languages().begin(), languages().end(), [&](const Language &each) { return each.code == code; });
    };
    if (spoken(wish))
        return wish;
    for (const QString &each : system) {
        const QString code = each.section(u'-', 0, 0).section(u'_', 0, 0).toLower();
        if (spoken(code))
            return code;
    }
    return languages().front().code;
}

QString keptLanguage(const QSettings &store)
{
    PreferenceValues values;
    const PreferenceKey *const key = preferenceKey(QStringLiteral("program/language"));
    key->write(values, store.value(key->name));
    return values.language;
}

bool speak(QCoreApplication &app, const QString &wish)
{
    const QString code = languageOf(wish, QLocale::system().uiLanguages());
    for (QTranslator *const before : app.findChildren<QTranslator *>(kOwner, Qt::FindDirectChildrenOnly))
        delete before; // which takes it out
    const QLocale system = QLocale::system();
    QLocale::setDefault(wish == code && QLocale(code).language() != system.language() ? QLocale(code) : system);
    if (code != languages().front().code)
        install(app, QStringLiteral("qtbase_") + code, QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    // The source's own language has a file too: its plurals.
    const bool found = install(app, QStringLiteral("calotype_") + code, QStringLiteral(":/i18n"));
    if (!found)
        spdlog::warn("window: the words of the language {} are not in the program", code.toStdString());
    app.setProperty(kSpoken, found ? code : languages().front().code);
    return found;
}

QString spokenLanguage()
{
    const QCoreApplication *const app = QCoreApplication::instance();
    const QString code = app ? app->property(kSpoken).toString() : QString();
    return code.isEmpty() ? languages().front().code : code;
}

bool isOtherLanguage(const QString &wish)
{
    return languageOf(wish, QLocale::system().uiLanguages()) != spokenLanguage();
}

} // namespace calotype::ui
