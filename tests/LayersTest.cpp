#include "tests/support/TestMain.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <map>

/// Reads the include lines and holds them to the arrows between the folders: a stray include compiles, since all
/// targets share one include root, but it does not pass here.
class LayersTest : public QObject
{
    Q_OBJECT

private:
    struct Layer {
        QStringList mayUse;        ///< folders of the project
        QStringList mayUseLibrary; ///< regular expressions over <…> names, beside the C++ and C libraries
    };

    static std::map<QString, Layer> layers()
    {
        const QString qtCore = QStringLiteral("^Q(?!Image|Pixmap|Color|Font|Painter|Widget|Icon|Gui|Brush|Pen|Sql|Network|Http)[A-Z]\\w+$");
        const QString qtGui = QStringLiteral("^Q(?!Widget|MainWindow|Dialog|Label|PushButton|Sql|Network|Http)[A-Z]\\w+$");
        const QString qtAll = QStringLiteral("^Q[A-Z]\\w+$");
        const QString json = QStringLiteral("^nlohmann/");
        const QString log = QStringLiteral("^spdlog/");
        return {
            {"core/base", {{}, {log}}},
            {"core/engine", {{"core/base"}, {log, "^dlfcn.h$"}}},
            {"core/formats", {{"core/engine", "core/base"}, {json, "^zlib.h$"}}},
            {"core/tokenizer", {{"core/formats", "core/engine", "core/base"}, {json, "^utf8proc.h$"}}},
            {"core/diffusion", {{"core/tokenizer", "core/formats", "core/engine", "core/base"}, {json, log, "^fmt/", "^(torch|ATen|c10)/", "^cuda_runtime_api.h$"}}},
            {"core/shared", {{"core/base"}, {qtCore, "^QSql\\w+$"}}},
            {"core/models", {{"core/shared", "core/formats", "core/engine", "core/base"}, {qtCore, json, log}}},
            {"core/gallery", {{"core/shared", "core/formats", "core/engine", "core/base"}, {qtGui, "^Qt(Global|Endian)$", json, log}}},
            {"core/jobs", {{"core/shared", "core/formats", "core/engine", "core/base"}, {qtCore, "^Qt(Global|Endian)$", json, log}}},
            {"ui", {{"core/gallery", "core/jobs", "core/models", "core/shared", "core/tokenizer", "core/engine", "core/base"}, {qtAll, log, "^IOKit/"}}},
            {"app", {{"ui", "core/gallery", "core/jobs", "core/models", "core/formats", "core/engine", "core/base"}, {qtAll, json, log}}},
        };
    }

    // Header names of the C++, C and POSIX libraries: no capital Q, no folder but sys/ and mach/.
    static bool isStandard(const QString &name)
    {
        static const QRegularExpression standard(QStringLiteral("^(sys/|mach/)?[a-z0-9_]+(\\.h)?$"));
        return standard.match(name).hasMatch();
    }

private Q_SLOTS:
    void includesFollowTheArrows_data()
    {
        QTest::addColumn<QString>("folder");
        for (const auto &[folder, layer] : layers())
            QTest::newRow(qPrintable(folder)) << folder;
    }

    void includesFollowTheArrows()
    {
        QFETCH(QString, folder);
        const Layer layer = layers().at(folder);
        const QString root = QStringLiteral(CALOTYPE_SOURCE_DIR "/");
        static const QRegularExpression include(QStringLiteral("^\\s*#\\s*include\\s*([<\"])([^>\"]+)[>\"]"));
        int lines = 0;
        QStringList strays;
        for (QDirIterator it(root + folder, {"*.h", "*.cpp"}, QDir::Files, QDirIterator::Subdirectories); it.hasNext();) {
            QFile file(it.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QString name = file.fileName().mid(root.size());
            while (!file.atEnd()) {
                const auto match = include.match(QString::fromUtf8(file.readLine()));
                if (!match.hasMatch())
                    continue;
                ++lines;
                const QString included = match.captured(2);
                const bool allowed = match.captured(1) == QLatin1String("\"") ? isAllowedOwn(folder, layer, included)
                                                                               : isAllowedLibrary(layer, included);
                if (!allowed)
                    strays << name + QStringLiteral(" includes ") + included;
            }
        }
        QVERIFY2(strays.isEmpty(), qPrintable(strays.join(QLatin1Char('\n'))));
        QVERIFY(lines > 0);
    }

    void everyFolderIsALayer()
    {
        const QDir core(QStringLiteral(CALOTYPE_SOURCE_DIR "/core"));
        for (const QString &name : core.entryList(QDir::Dirs | QDir::NoDotAndDotDot))
            QVERIFY2(layers().count(QStringLiteral("core/") + name) == 1, qPrintable(name));
    }

    /// Nothing leaves the machine: two programs of one user speak by a local socket, and that is all there is.
    void nothingSpeaksToTheNetwork()
    {
        const QString root = QStringLiteral(CALOTYPE_SOURCE_DIR "/");
        static const QRegularExpression speaks(
            QStringLiteral("\\bQ(?:Network|Tcp|Udp|Ssl|Sctp|Dtls|Dns|Host(?:Address|Info)|AbstractSocket|Http|WebSocket|WebEngine)\\w*"
                           "|(?<![\\w.>])socket\\s*\\(\\s*(?:AF|PF)_\\w+|\\bgetaddrinfo\\s*\\(|<(?:netinet|arpa|curl)/"));
        int files = 0;
        QStringList strays;
        for (const char *const folder : {"core", "ui", "app"}) {
            for (QDirIterator it(root + QLatin1String(folder), {"*.h", "*.cpp", "*.inl"}, QDir::Files, QDirIterator::Subdirectories); it.hasNext();) {
                QFile file(it.next());
                QVERIFY(file.open(QIODevice::ReadOnly));
                ++files;
                if (const auto match = speaks.match(QString::fromUtf8(file.readAll())); match.hasMatch())
                    strays << file.fileName().mid(root.size()) + QStringLiteral(" has ") + match.captured();
            }
        }
        QVERIFY2(strays.isEmpty(), qPrintable(strays.join(QLatin1Char('\n'))));
        QVERIFY(files > 300);
        QVERIFY(speaks.match(QStringLiteral("QNetworkAccessManager")).hasMatch() && speaks.match(QStringLiteral("::socket(AF_INET, ")).hasMatch());
        QVERIFY(!speaks.match(QStringLiteral("QLocalSocket socket(this); QLocalServer server;")).hasMatch());
    }

private:
    static bool isAllowedOwn(const QString &folder, const Layer &layer, const QString &included)
    {
        if (included.startsWith(folder + QLatin1Char('/')) || included.endsWith(QLatin1String(".moc")))
            return true;
        for (const QString &other : layer.mayUse) {
            if (included.startsWith(other + QLatin1Char('/')))
                return true;
        }
        return false;
    }

    static bool isAllowedLibrary(const Layer &layer, const QString &included)
    {
        if (isStandard(included))
            return true;
        for (const QString &pattern : layer.mayUseLibrary) {
            if (QRegularExpression(pattern).match(included).hasMatch())
                return true;
        }
        return false;
    }
};

CALOTYPE_GUILESS_TEST(LayersTest)
#include "LayersTest.moc"
