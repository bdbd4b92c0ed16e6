#pragma once

#include <QString>
#include <QStringList>

#include <vector>

class QCoreApplication;
class QSettings;

namespace calotype::ui {

/// A language that the window speaks.
struct Language {
    QString code; ///< ISO 639-1: "de"
    QString name; ///< in itself: "Deutsch"
};

/// All of them; the first is that of the source.
const std::vector<Language> &languages();

/// The code of the language that a wish means.
/// @param wish    a word of the preference: a code, or "system"
/// @param system  the user's languages as QLocale::uiLanguages() has them, the dearest first
QString languageOf(const QString &wish, const QStringList &system);

/// The wish that is kept in the store: "system" where there is none, or none that is understood.
QString keptLanguage(const QSettings &store);

/// Has what is shown from now on speak the language that @p wish means, Qt's own words too where they are installed.
/// A language that is not the system's brings its numbers and dates along. Widgets that stand already keep their words.
/// Call it again to change; before the first window, on the GUI thread.
/// @return false where the words of that language are not in the program
bool speak(QCoreApplication &app, const QString &wish);

/// The code of the language that speak() brought; that of the source before.
QString spokenLanguage();
/// Whether the window would speak another language than now if @p wish counted.
bool isOtherLanguage(const QString &wish);

} // namespace calotype::ui
