#include "core/models/ModelCatalog.h"

#include "core/models/Paths.h"
#include "tests/support/TestMain.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <stop_token>

using namespace calotype;
using namespace calotype::models;

namespace fs = std::filesystem;

class ModelCatalogTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void namesMatchByTheRules_data();
    void namesMatchByTheRules();

    void aPathIsTakenAsItIs();
    void aKnownCheckpointIsFoundByItsMappedName();
    void theCheckpointsFolderItselfComesBeforeDeeperOnes();
    void anIdThatEndsInAFileNameFindsThatFile();
    void anyFolderBeforeALaterOne();
    void upperCaseNamesMatch();
    void xlDoesNotMatchEverything();
    void theBestMatchWinsNotTheFirst();
    void pathsWithBlobsAreSkipped();
    void theNewestSnapshotOfTheHubCacheIsTaken();
    void theRightOrganisationIsPreferred();
    void prefixesNarrowTheSearch();
    void friendlyNamesFindTheirModel();
    void aUsersTableIsRead();
    void aDamagedUsersTableIsToldAndPassedOver();
    void notFoundNamesTheNearOnes();
    void noNameIsWrongUse();
    void linksThatGoInCirclesEnd();

    void aListingShowsWhatEachModelIs();
    void aModelFolderIsOneEntry();
    void whatCameWithTheProgramIsLast();
    void everyListedIdFindsItsModel();
    void aDamagedFileHasAWarning();
    void aMissingModelHasNoErrorAndNoBytes();
    void knownCheckpointsAreListedPresentOrNot();
    void aListingStopsWhenTold();

    void foldersFollowTheEnvironment();

private:
    fs::path models() const { return root() / "models"; }
    fs::path hub() const { return root() / "hub"; }
    fs::path root() const { return fs::path(m_folder->path().toStdString()); }
    static fs::path data() { return fs::path(CALOTYPE_TEST_DATA) / "models"; }

    /// A file that only has to be there.
    static fs::path touch(const fs::path &path)
    {
        fs::create_directories(path.parent_path());
        std::ofstream(path) << "x";
        return path;
    }
    /// A folder that only has to look like a model.
    static fs::path modelFolder(const fs::path &path)
    {
        touch(path / "model_index.json");
        return path;
    }
    static fs::path put(const char *model, const fs::path &target)
    {
        fs::create_directories(target.parent_path());
        fs::copy(data() / model, target, fs::copy_options::recursive);
        return target;
    }

    ModelCatalog catalog(std::vector<fs::path> added = {}) const
    {
        return ModelCatalog({{models()}, std::move(added), {hub()}, {}});
    }
    QString foundPath(const std::string &id, std::vector<fs::path> added = {}) const
    {
        const auto found = catalog(std::move(added)).find(id);
        return found ? QString::fromStdString(found.value().path.lexically_relative(root()).string())
                     : QStringLiteral("-");
    }
    QString foundRule(const std::string &id) const
    {
        const auto found = catalog().find(id);
        return found ? QString::fromUtf8(matchRuleName(found.value().rule)) : QStringLiteral("-");
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void ModelCatalogTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
    fs::create_directories(models());
}

void ModelCatalogTest::namesMatchByTheRules_data()
{
    QTest::addColumn<QString>("asked");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("rule");
    const auto row = [](const char *asked, const char *name, const char *rule) {
        QTest::addRow("%s in %s", asked, name) << QString::fromUtf8(asked) << QString::fromUtf8(name)
                                               << QString::fromUtf8(rule);
    };
    row("dreamshaper-xl", "dreamshaper-xl", "exact");
    row("DreamShaper_XL", "dreamshaper-xl", "norm-equal");
    row("dream shaper.xl", "DreamShaper-XL", "norm-equal");
    row("dreamshaper", "DreamShaper_XL_v2", "containing");
    row("animagine-xl-3.1", "animagine-xl", "containing");
    row("xl", "animagine-xl", "-");
    row("animagine-xl", "xl", "-");
    row("x-l.1", "animagine-xl1", "-"); // three characters, normalised
    row("xl-10", "sdxl10base", "containing");
    row("animagine", "dreamshaper", "-");
    row("", "dreamshaper", "-");
    row("---", "___", "-");
    row("-", "-", "exact");
}

void ModelCatalogTest::namesMatchByTheRules()
{
    QFETCH(QString, asked);
    QFETCH(QString, name);
    const auto rule = matchNames(asked.toStdString(), name.toStdString());
    QTEST(rule ? QString::fromUtf8(matchRuleName(*rule)) : QStringLiteral("-"), "rule");
}

void ModelCatalogTest::aPathIsTakenAsItIs()
{
    const fs::path file = touch(root() / "elsewhere" / "any.bin");
    const auto found = catalog().find(file.string());
    QVERIFY(found.ok());
    QCOMPARE(found.value().path, file);
    QCOMPARE(found.value().rule, MatchRule::Path);
    QCOMPARE(catalog().find((file.parent_path() / "").string()).value().path, file.parent_path());

    const auto missing = catalog().find((root() / "nothing.safetensors").string());
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, ErrorCode::NotFound);
    QVERIFY(QString::fromStdString(missing.error().message).contains(QLatin1String("nothing.safetensors")));
}

void ModelCatalogTest::aKnownCheckpointIsFoundByItsMappedName()
{
    touch(models() / "checkpoints" / "realvisxl-v5.safetensors");
    QCOMPARE(foundPath("SG161222/RealVisXL_V5.0"), QStringLiteral("models/checkpoints/realvisxl-v5.safetensors"));
    QCOMPARE(foundRule("SG161222/RealVisXL_V5.0"), QStringLiteral("mapped name"));
    QCOMPARE(foundRule("hf/SG161222/RealVisXL_V5.0"), QStringLiteral("mapped name"));
    QCOMPARE(foundPath("cyberdelia/CyberRealisticPony"), QStringLiteral("-"));
}

void ModelCatalogTest::theCheckpointsFolderItselfComesBeforeDeeperOnes()
{
    touch(models() / "checkpoints" / "a" / "proteus-xl.safetensors");
    QCOMPARE(foundPath("dataautogpt3/ProteusV0.4"), QStringLiteral("models/checkpoints/a/proteus-xl.safetensors"));
    touch(models() / "checkpoints" / "proteus-xl.safetensors");
    QCOMPARE(foundPath("dataautogpt3/ProteusV0.4"), QStringLiteral("models/checkpoints/proteus-xl.safetensors"));
}

void ModelCatalogTest::anIdThatEndsInAFileNameFindsThatFile()
{
    touch(models() / "sdxl-models" / "deep" / "down" / "Some.Model.safetensors");
    QCOMPARE(foundPath("org/repo/Some.Model.safetensors"),
             QStringLiteral("models/sdxl-models/deep/down/Some.Model.safetensors"));
    QCOMPARE(foundRule("Some.Model.safetensors"), QStringLiteral("file name"));
    touch(models() / "plain.ckpt");
    QCOMPARE(foundPath("plain.ckpt"), QStringLiteral("models/plain.ckpt"));
}

void ModelCatalogTest::anyFolderBeforeALaterOne()
{
    const fs::path added = root() / "mine";
    const std::string file = "m.safetensors";
    touch(hub() / "models--org--repo" / "snapshots" / "1" / file);
    QCOMPARE(foundPath(file, {added}), QStringLiteral("hub/models--org--repo/snapshots/1/m.safetensors"));
    touch(added / "x" / file);
    QCOMPARE(foundPath(file, {added}), QStringLiteral("mine/x/m.safetensors"));
    touch(models() / file);
    QCOMPARE(foundPath(file, {added}), QStringLiteral("models/m.safetensors"));
    touch(models() / "sdxl-models" / file);
    QCOMPARE(foundPath(file, {added}), QStringLiteral("models/sdxl-models/m.safetensors"));
    touch(models() / "diffusers" / "folder" / file);
    QCOMPARE(foundPath(file, {added}), QStringLiteral("models/diffusers/folder/m.safetensors"));
    touch(models() / "checkpoints" / file);
    QCOMPARE(foundPath(file, {added}), QStringLiteral("models/checkpoints/m.safetensors"));
}

void ModelCatalogTest::upperCaseNamesMatch()
{
    modelFolder(models() / "diffusers" / "Juggernaut_XL_Lightning");
    QCOMPARE(foundPath("RunDiffusion/Juggernaut-XL-Lightning"), QStringLiteral("models/diffusers/Juggernaut_XL_Lightning"));
    QCOMPARE(foundRule("RunDiffusion/Juggernaut-XL-Lightning"), QStringLiteral("norm-equal"));
    QCOMPARE(foundRule("JUGGERNAUT"), QStringLiteral("containing"));
}

void ModelCatalogTest::xlDoesNotMatchEverything()
{
    modelFolder(models() / "diffusers" / "xl");
    QCOMPARE(foundPath("cagliostrolab/animagine-xl-3.1"), QStringLiteral("-"));
    QCOMPARE(foundPath("xl"), QStringLiteral("models/diffusers/xl"));
    modelFolder(models() / "diffusers" / "animagine-xl-3.1");
    fs::remove_all(models() / "diffusers" / "xl");
    QCOMPARE(foundPath("xl"), QStringLiteral("-"));
}

void ModelCatalogTest::theBestMatchWinsNotTheFirst()
{
    modelFolder(models() / "checkpoints" / "dreamshaper-xl-lightning-extra");
    QCOMPARE(foundRule("x/dreamshaper-xl-lightning"), QStringLiteral("containing"));
    modelFolder(models() / "diffusers" / "DreamShaper_XL_Lightning");
    QCOMPARE(foundPath("x/dreamshaper-xl-lightning"), QStringLiteral("models/diffusers/DreamShaper_XL_Lightning"));
    modelFolder(models() / "sdxl-models" / "dreamshaper-xl-lightning");
    QCOMPARE(foundPath("x/dreamshaper-xl-lightning"), QStringLiteral("models/sdxl-models/dreamshaper-xl-lightning"));
    QCOMPARE(foundRule("x/dreamshaper-xl-lightning"), QStringLiteral("exact"));
    // Of two that contain it, the nearer in length.
    modelFolder(models() / "sdxl-models" / "dreamshaper-xl-lightning-e");
    QCOMPARE(foundPath("shaper-xl-lightning-e"), QStringLiteral("models/sdxl-models/dreamshaper-xl-lightning-e"));
}

void ModelCatalogTest::pathsWithBlobsAreSkipped()
{
    modelFolder(models() / "diffusers" / "blobs" / "animagine");
    QCOMPARE(foundPath("animagine"), QStringLiteral("-"));
    QVERIFY(catalog().list().empty());
}

void ModelCatalogTest::theNewestSnapshotOfTheHubCacheIsTaken()
{
    const fs::path snapshots = hub() / "models--Org--Some-Model" / "snapshots";
    modelFolder(snapshots / "zzz");
    modelFolder(snapshots / "aaa");
    const auto now = fs::last_write_time(snapshots / "aaa");
    fs::last_write_time(snapshots / "zzz", now - std::chrono::hours(1));
    QCOMPARE(foundPath("Org/Some-Model"), QStringLiteral("hub/models--Org--Some-Model/snapshots/aaa"));
    QCOMPARE(foundRule("Org/Some-Model"), QStringLiteral("exact"));
    fs::last_write_time(snapshots / "zzz", now + std::chrono::hours(1));
    QCOMPARE(foundPath("somemodel"), QStringLiteral("hub/models--Org--Some-Model/snapshots/zzz"));
    QCOMPARE(foundRule("somemodel"), QStringLiteral("norm-equal"));
}

void ModelCatalogTest::theRightOrganisationIsPreferred()
{
    modelFolder(hub() / "models--aaa--model" / "snapshots" / "1");
    modelFolder(hub() / "models--bbb--model" / "snapshots" / "1");
    QCOMPARE(foundPath("bbb/model"), QStringLiteral("hub/models--bbb--model/snapshots/1"));
    QCOMPARE(foundPath("hf/BBB/model"), QStringLiteral("hub/models--bbb--model/snapshots/1"));
    QCOMPARE(foundPath("model"), QStringLiteral("hub/models--aaa--model/snapshots/1"));
}

void ModelCatalogTest::prefixesNarrowTheSearch()
{
    touch(models() / "checkpoints" / "pretty.safetensors");
    modelFolder(models() / "diffusers" / "pretty-two");
    QCOMPARE(foundPath("pretty"), QStringLiteral("models/checkpoints/pretty.safetensors"));
    QCOMPARE(foundPath("diffusers/pretty"), QStringLiteral("models/diffusers/pretty-two"));
    QCOMPARE(foundPath("checkpoint/pretty"), QStringLiteral("models/checkpoints/pretty.safetensors"));
    QCOMPARE(foundPath("checkpoint/pretty.safetensors"), QStringLiteral("models/checkpoints/pretty.safetensors"));
    QCOMPARE(foundPath("checkpoint/pretty-two"), QStringLiteral("models/checkpoints/pretty.safetensors"));
    QCOMPARE(foundRule("checkpoint/pretty-two"), QStringLiteral("containing"));
    // Of a file and a folder that match alike, the folder.
    modelFolder(models() / "sdxl-models" / "pretty");
    QCOMPARE(foundPath("pretty"), QStringLiteral("models/sdxl-models/pretty"));
}

void ModelCatalogTest::friendlyNamesFindTheirModel()
{
    touch(models() / "checkpoints" / "animagine-xl.safetensors");
    QCOMPARE(foundPath("sdxl-anime"), QStringLiteral("models/checkpoints/animagine-xl.safetensors"));
    QCOMPARE(foundRule("sdxl-anime"), QStringLiteral("mapped name"));
}

void ModelCatalogTest::aUsersTableIsRead()
{
    touch(models() / "checkpoints" / "odd-name.safetensors");
    std::ofstream(models() / "models.json")
        << R"({"checkpoints": {"me/Mine": "odd-name.safetensors"}, "names": {"favourite": "me/Mine"}})";
    QCOMPARE(foundPath("favourite"), QStringLiteral("models/checkpoints/odd-name.safetensors"));
    QVERIFY(catalog().warnings().empty());
}

void ModelCatalogTest::aDamagedUsersTableIsToldAndPassedOver()
{
    touch(models() / "checkpoints" / "realvisxl-v5.safetensors");
    std::ofstream(models() / "models.json") << "{";
    QCOMPARE(catalog().warnings().size(), std::size_t(1));
    QVERIFY(QString::fromStdString(catalog().warnings()[0]).contains(QLatin1String("models.json")));
    QCOMPARE(foundRule("SG161222/RealVisXL_V5.0"), QStringLiteral("mapped name"));
}

void ModelCatalogTest::notFoundNamesTheNearOnes()
{
    touch(models() / "checkpoints" / "abcd.safetensors");
    modelFolder(models() / "diffusers" / "abxy");
    const auto found = catalog().find("abcx");
    QVERIFY(!found);
    QCOMPARE(found.error().code, ErrorCode::NotFound);
    const QString message = QString::fromStdString(found.error().message);
    QVERIFY2(message.contains(QLatin1String("\"abcx\"")), qPrintable(message));
    QVERIFY2(message.contains(QLatin1String("abcd")) && message.contains(QLatin1String("abxy")), qPrintable(message));
    QVERIFY(message.contains(QString::fromStdString(models().string())));
}

void ModelCatalogTest::noNameIsWrongUse()
{
    const auto found = catalog().find("");
    QVERIFY(!found);
    QCOMPARE(found.error().code, ErrorCode::WrongUse);
}

void ModelCatalogTest::linksThatGoInCirclesEnd()
{
    touch(models() / "checkpoints" / "a" / "one.safetensors");
    fs::create_directory_symlink(models() / "checkpoints", models() / "checkpoints" / "a" / "back");
    fs::create_directory_symlink(models() / "checkpoints" / "a", models() / "diffusers");
    QCOMPARE(catalog().list().size(), std::size_t(1));
    QCOMPARE(foundPath("nothing.safetensors"), QStringLiteral("-"));
}

void ModelCatalogTest::whatCameWithTheProgramIsLast()
{
    put("sd15-tiny", root() / "installed" / "starter");
    std::ofstream(root() / "installed" / "starter" / "calotype.json")
        << R"({"steps": 20, "guidance": 4, "example_prompts": ["a red apple"]})";
    put("sd15-tiny.safetensors", root() / "hub" / "models--a--b" / "snapshots" / "c" / "zero.safetensors");
    const ModelCatalog catalog({{models()}, {}, {hub()}, {root() / "installed"}});
    const auto entries = catalog.list();
    QVERIFY(entries.size() >= 1);
    QCOMPARE(entries.back().name, std::string("starter"));
    QCOMPARE(entries.back().advice, (ModelAdvice{20, 4.0, {"a red apple"}}));
    const auto found = catalog.find("starter");
    QVERIFY(found.ok());
    QCOMPARE(found.value().path, root() / "installed" / "starter");

    put("sd15-tiny", models() / "diffusers" / "mine");
    QCOMPARE(catalog.list().front().name, std::string("mine"));
    QCOMPARE(catalog.list().back().name, std::string("starter"));
}

void ModelCatalogTest::aListingShowsWhatEachModelIs()
{
    put("sd15-tiny.safetensors", models() / "checkpoints" / "one.safetensors");
    put("sd15-tiny", models() / "diffusers" / "Two");
    put("sd21-tiny.ckpt", models() / "three.ckpt");
    put("sdxl-tiny.safetensors", root() / "mine" / "four.safetensors");
    const auto entries = catalog({root() / "mine"}).list();
    QCOMPARE(entries.size(), std::size_t(4));

    QCOMPARE(entries[0].id, std::string("checkpoint/one"));
    QCOMPARE(entries[0].name, std::string("one"));
    QCOMPARE(entries[0].kind, ModelKind::Sd1);
    QCOMPARE(entries[0].format, ModelFormat::Safetensors);
    QCOMPARE(entries[0].path, models() / "checkpoints" / "one.safetensors");
    QCOMPARE(entries[0].sizeBytes, std::int64_t(fs::file_size(data() / "sd15-tiny.safetensors")));
    QCOMPARE(entries[0].dtype, std::string("F16"));
    QCOMPARE(entries[0].nativeWidth, 512); // a single file does not say it: the kind's own
    QCOMPARE(entries[0].nativeHeight, 512);
    QVERIFY(entries[0].present);
    QVERIFY2(entries[0].warning.empty(), entries[0].warning.c_str());

    QCOMPARE(entries[1].id, std::string("diffusers/Two"));
    QCOMPARE(entries[1].kind, ModelKind::Sd1);
    QCOMPARE(entries[1].format, ModelFormat::Folder);
    QCOMPARE(entries[1].nativeWidth, 64); // as its configuration says
    QCOMPARE(entries[1].nativeHeight, 64);
    std::int64_t total = 0;
    for (const auto &file : fs::recursive_directory_iterator(data() / "sd15-tiny")) {
        total += file.is_regular_file() ? static_cast<std::int64_t>(file.file_size()) : 0;
    }
    QCOMPARE(entries[1].sizeBytes, total);

    QCOMPARE(entries[2].id, std::string("checkpoint/three"));
    QCOMPARE(entries[2].kind, ModelKind::Sd2);
    QCOMPARE(entries[2].format, ModelFormat::PickleZip);
    QVERIFY(!entries[2].warning.empty()); // it has no VAE

    QCOMPARE(entries[3].id, std::string("checkpoint/four"));
    QCOMPARE(entries[3].kind, ModelKind::Sdxl);
}

void ModelCatalogTest::aModelFolderIsOneEntry()
{
    put("sd15-tiny", models() / "diffusers" / "group" / "a");
    put("sd15-inpaint-tiny", models() / "b");
    const auto entries = catalog().list();
    QCOMPARE(entries.size(), std::size_t(2));
    QCOMPARE(entries[0].id, std::string("diffusers/a"));
    QCOMPARE(entries[1].id, std::string("diffusers/b"));
    QVERIFY(entries[1].inpainting);
}

void ModelCatalogTest::everyListedIdFindsItsModel()
{
    touch(models() / "checkpoints" / "same.safetensors");
    touch(models() / "sdxl-models" / "same.safetensors");
    touch(models() / "checkpoints" / "same.v2.ckpt");
    modelFolder(models() / "diffusers" / "same");
    modelFolder(models() / "Same");
    modelFolder(hub() / "models--org--same" / "snapshots" / "1");
    modelFolder(hub() / "models--alone" / "snapshots" / "1");
    const ModelCatalog all = catalog();
    const auto entries = all.list();
    QCOMPARE(entries.size(), std::size_t(7));
    for (const CatalogEntry &entry : entries) {
        const auto found = all.find(entry.id);
        QVERIFY2(found.ok(), entry.id.c_str());
        QCOMPARE(found.value().path, entry.path);
    }
}

void ModelCatalogTest::aDamagedFileHasAWarning()
{
    const fs::path file = put("sd15-tiny.safetensors", models() / "checkpoints" / "cut.safetensors");
    fs::resize_file(file, fs::file_size(file) / 2);
    const auto entries = catalog().list();
    QCOMPARE(entries.size(), std::size_t(1));
    QVERIFY(entries[0].present);
    QVERIFY(!entries[0].warning.empty());
}

void ModelCatalogTest::aMissingModelHasNoErrorAndNoBytes()
{
    const CatalogEntry entry = catalog().entry("SG161222/RealVisXL_V5.0");
    QVERIFY(!entry.present);
    QCOMPARE(entry.name, std::string("RealVisXL_V5.0"));
    QCOMPARE(entry.format, ModelFormat::Unknown);
    QCOMPARE(entry.sizeBytes, std::int64_t(0));
    QCOMPARE(entry.nativeWidth, 0);
    QCOMPARE(entry.nativeHeight, 0);
    QVERIFY(entry.path.empty());
    QVERIFY(entry.warning.empty());

    put("sd15-tiny.safetensors", models() / "checkpoints" / "realvisxl-v5.safetensors");
    const CatalogEntry there = catalog().entry("SG161222/RealVisXL_V5.0");
    QVERIFY(there.present);
    QCOMPARE(there.kind, ModelKind::Sd1);
}

void ModelCatalogTest::knownCheckpointsAreListedPresentOrNot()
{
    put("sd15-tiny.safetensors", models() / "checkpoints" / "epicella-xl.safetensors");
    const auto entries = catalog().listKnown();
    QCOMPARE(entries.size(), std::size_t(17));
    QCOMPARE(std::ranges::count_if(entries, &CatalogEntry::present), 1);
    const auto there = std::ranges::find_if(entries, &CatalogEntry::present);
    QCOMPARE(there->id, std::string("stablediffusionapi/epicella-xl"));
    QVERIFY(there->sizeBytes > 0);
}

void ModelCatalogTest::aListingStopsWhenTold()
{
    touch(models() / "checkpoints" / "a.safetensors");
    std::stop_source stop;
    stop.request_stop();
    QVERIFY(catalog().list(stop.get_token()).empty());
    QCOMPARE(catalog().list().size(), std::size_t(1));
}

void ModelCatalogTest::foldersFollowTheEnvironment()
{
    for (const char *name : {"CALOTYPE_MODELS_DIR", "CALOTYPE_OUTPUT_DIR", "CALOTYPE_DATA_DIR", "HF_HUB_CACHE"}) {
        qunsetenv(name);
    }
    qputenv("CALOTYPE_DATA_DIR", "/data/of/mine");
    qputenv("HF_HOME", "/hf");
    Paths paths = Paths::standard();
    QCOMPARE(paths.data, fs::path("/data/of/mine"));
    QCOMPARE(paths.models, fs::path("/data/of/mine/models"));
    QCOMPARE(paths.database(), fs::path("/data/of/mine/calotype.db"));
    QCOMPARE(paths.hubCache, fs::path("/hf/hub"));
    qputenv("CALOTYPE_MODELS_DIR", "/elsewhere");
    qputenv("CALOTYPE_OUTPUT_DIR", "/pictures/../out");
    qputenv("HF_HUB_CACHE", "/cache");
    paths = Paths::standard();
    QCOMPARE(paths.models, fs::path("/elsewhere"));
    QCOMPARE(paths.output, fs::path("/out"));
    QCOMPARE(paths.hubCache, fs::path("/cache"));
    qunsetenv("CALOTYPE_DATA_DIR");
    qunsetenv("CALOTYPE_OUTPUT_DIR");
    paths = Paths::standard();
    QCOMPARE(paths.data.filename(), fs::path("calotype"));
    QCOMPARE(paths.output.filename(), fs::path("Calotype"));
    qunsetenv("CALOTYPE_MODELS_DIR");
    qunsetenv("HF_HOME");
    qunsetenv("HF_HUB_CACHE");
}

CALOTYPE_GUILESS_TEST(ModelCatalogTest)
#include "ModelCatalogTest.moc"
