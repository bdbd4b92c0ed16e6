#include "core/formats/metadata/JsonText.h"
#include "core/formats/metadata/PictureSources.h"
#include "core/formats/metadata/Sources.h"
#include "tests/support/TestMain.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <optional>
#include <string>
#include <utility>

using namespace calotype::formats;
using nlohmann::json;

namespace {

using Parser = std::optional<PictureInfo> (*)(const PictureTexts &);
using Text = std::pair<std::string, std::string>;

PictureTexts textsOf(std::initializer_list<Text> pairs)
{
    PictureTexts texts;
    for (const auto &[key, text] : pairs)
        texts.add(key, text);
    return texts;
}

json fieldsOf(const std::optional<PictureInfo> &info)
{
    json fields = json::object();
    for (std::size_t i = 0; info && i < info->fields.size(); ++i)
        fields[info->fields[i].name] = info->fields[i].value;
    return fields;
}

// JSON with apostrophes in place of quotation marks; moc stumbles over raw strings.
QByteArray quoted(const char *text)
{
    return QByteArray(text).replace('\'', '"');
}

// The value as JSON; "" where there is none.
std::string said(const json &fields, const char *name)
{
    return fields.contains(name) ? fields[name].dump() : std::string();
}

std::optional<FieldState> stateOf(const std::optional<PictureInfo> &info, std::string_view name)
{
    const PictureField *field = info ? info->find(name) : nullptr;
    return field ? std::optional(field->state) : std::nullopt;
}

json node(const char *type, json inputs)
{
    return {{"class_type", type}, {"inputs", std::move(inputs)}};
}

json linkTo(const std::string &id, int slot = 0)
{
    return json::array({id, slot});
}

// Text to picture, as ComfyUI's default graph.
json plainGraph()
{
    json graph;
    graph["3"] = node("KSampler",
        {{"seed", 5}, {"steps", 20}, {"cfg", 7.0}, {"sampler_name", "euler"}, {"scheduler", "normal"}, {"denoise", 1.0},
            {"model", linkTo("4")}, {"positive", linkTo("6")}, {"negative", linkTo("7")},
            {"latent_image", linkTo("5")}});
    graph["4"] = node("CheckpointLoaderSimple", {{"ckpt_name", "base.safetensors"}});
    graph["5"] = node("EmptyLatentImage", {{"width", 512}, {"height", 768}, {"batch_size", 1}});
    graph["6"] = node("CLIPTextEncode", {{"text", "a fox"}, {"clip", linkTo("4", 1)}});
    graph["7"] = node("CLIPTextEncode", {{"text", "blurry"}, {"clip", linkTo("4", 1)}});
    graph["8"] = node("VAEDecode", {{"samples", linkTo("3")}, {"vae", linkTo("4", 2)}});
    graph["9"] = node("SaveImage", {{"images", linkTo("8")}});
    return graph;
}

std::optional<PictureInfo> parseGraph(const json &graph)
{
    return parseComfyUi(textsOf({{"prompt", graph.dump()}}));
}

} // namespace

/// Holds the readers of JSON records to what the programs write, and to bounds where somebody else wrote it. The
/// pictures of tests/data/metadata are PictureInfoGoldenTest's.
class JsonSourcesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void jsonThatIsNotStrictIsRead_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("words of Python") << quoted("{'a':NaN,'b':[Infinity,-Infinity,1]}")
                                         << quoted("{'a':null,'b':[null,null,1]}");
        QTest::newRow("the words in a text") << quoted("['NaN \\' Infinity']") << quoted("['NaN \\' Infinity']");
        QTest::newRow("number out of range") << quoted("[1e999,-1e999,2]") << quoted("[null,null,2]");
        QTest::newRow("surrogate pair") << quoted("['\\ud83e\\udd16']") << QByteArray("[\"\xf0\x9f\xa4\x96\"]");
        QTest::newRow("lone surrogates") << quoted("['\\ud800 \\udc00\\ud83d']")
                                         << QByteArray("[\"\xef\xbf\xbd \xef\xbf\xbd\xef\xbf\xbd\"]");
        QTest::newRow("NUL") << quoted("['a\\u0000b']")
                             << QByteArray("[\"a\xef\xbf\xbd"
                                           "b\"]");
        QTest::newRow("raw line break") << QByteArray("[\"a\nb\tc\"]") << quoted("['a\\nb\\tc']");
        QTest::newRow("largest seed") << QByteArray("[18446744073709551615]") << QByteArray("[18446744073709551615]");
    }

    void jsonThatIsNotStrictIsRead()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        const auto parsed = parseJsonText(text.toStdString());
        QVERIFY(parsed);
        QCOMPARE(QByteArray::fromStdString(parsed->dump()), expected);
    }

    void jsonThatIsNoneIsRefused_data()
    {
        QTest::addColumn<std::string>("text");
        QTest::newRow("empty") << std::string();
        QTest::newRow("cut off") << quoted("{'a': [1, 2").toStdString();
        QTest::newRow("cut off in an escape") << quoted("['\\ud8").toStdString();
        QTest::newRow("cut off after a backslash") << quoted("['\\").toStdString();
        QTest::newRow("broken escape") << quoted("['\\uzzzz']").toStdString();
        QTest::newRow("not UTF-8") << std::string("[\"\xff\"]");
        QTest::newRow("arrays too deep") << std::string(200'000, '[') + std::string(200'000, ']');
        QTest::newRow("one level too deep") << std::string(65, '[') + std::string(65, ']');
        QTest::newRow("too many values") << "[0" + repeated(",0", 400'000) + "]";
        QTest::newRow("too long") << '"' + std::string(17u << 20, 'a') + '"';
    }

    void jsonThatIsNoneIsRefused()
    {
        QFETCH(std::string, text);
        QVERIFY(!parseJsonText(text));
    }

    void sixtyFourLevelsAreRead() { QVERIFY(parseJsonText(std::string(64, '[') + std::string(64, ']'))); }

    void plainGraphIsRestored()
    {
        const auto info = parseGraph(plainGraph());
        QVERIFY(info);
        QCOMPARE(info->source, std::string(sources::kComfyUi));
        const json expected = {{"prompt", "a fox"}, {"negative_prompt", "blurry"}, {"steps", 20}, {"sampler", "euler"},
            {"schedule", "normal"}, {"guidance", 7.0}, {"seed", 5}, {"width", 512}, {"height", 768},
            {"model", "base.safetensors"}, {"strength", 1.0}};
        QCOMPARE(fieldsOf(info).dump(), expected.dump());
        for (const PictureField &field : info->fields)
            QVERIFY2(field.state == FieldState::Restored && field.note.empty(), field.name.c_str());
    }

    void secondPassIsToldAsHires()
    {
        json graph = plainGraph();
        graph["10"]
            = node("LatentUpscaleBy", {{"upscale_method", "bislerp"}, {"scale_by", 1.5}, {"samples", linkTo("3")}});
        graph["11"] = graph["3"];
        graph["11"]["inputs"]["latent_image"] = linkTo("10");
        graph["11"]["inputs"]["steps"] = 12;
        graph["11"]["inputs"]["denoise"] = 0.55;
        graph["11"]["inputs"]["sampler_name"] = "dpmpp_2m";
        graph["8"]["inputs"]["samples"] = linkTo("11");
        const auto info = parseGraph(graph);
        const json fields = fieldsOf(info);
        QCOMPARE(said(fields, "steps"), std::string("20"));
        QCOMPARE(said(fields, "sampler"), std::string(R"("euler")"));
        QCOMPARE(said(fields, "width"), std::string("512"));
        QCOMPARE(said(fields, "hires_steps"), std::string("12"));
        QCOMPARE(said(fields, "hires_sampler"), std::string(R"("dpmpp_2m")"));
        QCOMPARE(said(fields, "hires_upscale"), std::string("1.5"));
        QCOMPARE(said(fields, "hires_upscaler"), std::string(R"("bislerp")"));
        QCOMPARE(said(fields, "strength"), std::string("0.55"));
        QVERIFY(!fields.contains("hires_guidance"));
        QCOMPARE(stateOf(info, "hires_steps"), std::optional(FieldState::Approximated));
        QCOMPARE(stateOf(info, "steps"), std::optional(FieldState::Restored));
    }

    void secondModelIsToldAsRefiner()
    {
        json graph = plainGraph();
        json &first = graph["3"];
        first["class_type"] = "KSamplerAdvanced";
        first["inputs"].erase("denoise");
        first["inputs"]["add_noise"] = "enable";
        graph["12"] = node("CheckpointLoaderSimple", {{"ckpt_name", "refiner.safetensors"}});
        graph["11"] = first;
        graph["11"]["inputs"].update(
            {{"add_noise", "disable"}, {"start_at_step", 15}, {"model", linkTo("12")}, {"latent_image", linkTo("3")}});
        graph["8"]["inputs"]["samples"] = linkTo("11");
        const json fields = fieldsOf(parseGraph(graph));
        QCOMPARE(said(fields, "model"), std::string(R"("base.safetensors")"));
        QCOMPARE(said(fields, "refiner"), std::string(R"("refiner.safetensors")"));
        QCOMPARE(said(fields, "refiner_switch_at"), std::string("0.75"));
        QVERIFY(!fields.contains("hires_steps"));
    }

    void bothSidesOfAControlNetAreFollowed()
    {
        json graph = plainGraph();
        graph["20"] = node(
            "ControlNetApplyAdvanced", {{"positive", linkTo("6")}, {"negative", linkTo("7")}, {"strength", 1.0}});
        graph["3"]["inputs"]["positive"] = linkTo("20", 0);
        graph["3"]["inputs"]["negative"] = linkTo("20", 1);
        const json fields = fieldsOf(parseGraph(graph));
        QCOMPARE(said(fields, "prompt"), std::string(R"("a fox")"));
        QCOMPARE(said(fields, "negative_prompt"), std::string(R"("blurry")"));
    }

    void severalTextsArePutTogetherAndSaidSo()
    {
        json graph = plainGraph();
        graph["20"] = node("CLIPTextEncode", {{"text", "in the snow"}});
        graph["21"] = node("ConditioningCombine", {{"conditioning_1", linkTo("6")}, {"conditioning_2", linkTo("20")}});
        graph["3"]["inputs"]["positive"] = linkTo("21");
        const auto info = parseGraph(graph);
        QCOMPARE(said(fieldsOf(info), "prompt"), std::string(R"("a fox\nin the snow")"));
        QCOMPARE(stateOf(info, "prompt"), std::optional(FieldState::Approximated));
    }

    void zeroedConditioningHasNoWords()
    {
        json graph = plainGraph();
        graph["20"] = node("ConditioningZeroOut", {{"conditioning", linkTo("6")}});
        graph["3"]["inputs"]["negative"] = linkTo("20");
        QVERIFY(!fieldsOf(parseGraph(graph)).contains("negative_prompt"));
    }

    void valuesThatANodeKeepsAreUnavailable()
    {
        json graph = plainGraph();
        graph["20"] = node("WritesAPoem", {{"about", "foxes"}});
        graph["6"]["inputs"]["text"] = linkTo("20");
        graph["3"]["inputs"]["seed"] = linkTo("20");
        const auto info = parseGraph(graph);
        QCOMPARE(stateOf(info, "prompt"), std::optional(FieldState::Unavailable));
        QCOMPARE(stateOf(info, "seed"), std::optional(FieldState::Unavailable));
        QVERIFY(info->find("seed")->note.find("WritesAPoem") != std::string::npos);
        QCOMPARE(stateOf(info, "steps"), std::optional(FieldState::Restored));
    }

    void picturesOfSeveralSamplersAreApproximated()
    {
        json graph = plainGraph();
        graph["11"] = graph["3"];
        graph["12"] = node("SaveImage", {{"images", linkTo("11")}});
        QCOMPARE(stateOf(parseGraph(graph), "seed"), std::optional(FieldState::Approximated));
    }

    void wordsThatAreNotComfyUisAreLeft()
    {
        for (const char *text :
            {"a fox", "{}", "[1,2]", "null", R"({"a": 1})", R"({"3": {"class_type": 5, "inputs": {}}})"})
            QVERIFY2(!parseComfyUi(textsOf({{"prompt", text}})), text);
    }

    void editorsGraphIsReadWithControlsMutedAndBypassedNodes()
    {
        const auto info = parseComfyUi(textsOf({{"workflow", R"({"nodes": [
            {"id": 1, "type": "CheckpointLoaderSimple", "widgets_values": ["base.safetensors"], "outputs": [{"type": "MODEL"}, {"type": "CLIP"}]},
            {"id": 2, "type": "LoraLoader", "mode": 4, "widgets_values": ["off.safetensors", 1, 1],
             "inputs": [{"name": "model", "type": "MODEL", "link": 1}, {"name": "clip", "type": "CLIP", "link": 2}],
             "outputs": [{"type": "MODEL"}, {"type": "CLIP"}]},
            {"id": 3, "type": "KSampler", "widgets_values": [7, "randomize", 20, 8, "euler", "karras", 1],
             "inputs": [{"name": "model", "link": 3}, {"name": "positive", "link": 4}]},
            {"id": 4, "type": "CLIPTextEncode", "widgets_values": ["a fox"], "inputs": [{"name": "clip", "link": 5}]},
            {"id": 5, "type": "Reroute", "inputs": [{"name": "", "type": "*", "link": 6}], "outputs": [{"type": "CONDITIONING"}]},
            {"id": 6, "type": "SaveImage", "inputs": [{"name": "images", "link": 7}]},
            {"id": 7, "type": "SaveImage", "mode": 2, "inputs": []}],
            "links": [[1, 1, 0, 2, 0, "MODEL"], [2, 1, 1, 2, 1, "CLIP"], [3, 2, 0, 3, 0, "MODEL"], [4, 5, 0, 3, 1, "*"],
                      [5, 2, 1, 4, 0, "CLIP"], {"id": 6, "origin_id": 4, "origin_slot": 0}, [7, 3, 0, 6, 0, "*"]]})"}}));
        const json expected = {{"prompt", "a fox"}, {"steps", 20}, {"sampler", "euler"}, {"schedule", "karras"},
            {"guidance", 8}, {"seed", 7}, {"strength", 1}, {"model", "base.safetensors"}};
        QCOMPARE(fieldsOf(info).dump(), expected.dump());
        QCOMPARE(stateOf(info, "seed"), std::optional(FieldState::Approximated));
    }

    void hostileGraphsEndSoon_data()
    {
        QTest::addColumn<std::string>("text");
        QTest::newRow("text doubled 60 times") << doublings("StringConcatenate", "string_a", "string_b");
        QTest::newRow("conditioning doubled 60 times")
            << doublings("ConditioningCombine", "conditioning_1", "conditioning_2");
        QTest::newRow("chain of texts") << chain("text");
        QTest::newRow("chain of models") << chain("model");
        QTest::newRow("chain of latents") << chain("samples");
        json circle = plainGraph();
        for (auto &[id, value] : circle.items()) {
            for (auto &input : value["inputs"])
                input = linkTo("3");
        }
        QTest::newRow("all linked to one") << circle.dump();
        json many = plainGraph();
        for (int i = 100; i < 3'000; ++i)
            many[std::to_string(i)] = node("SaveImage", {{"images", linkTo(std::to_string(i + 1))}});
        QTest::newRow("thousands of savers") << many.dump();
    }

    void hostileGraphsEndSoon()
    {
        QFETCH(std::string, text);
        const auto info = parseComfyUi(textsOf({{"prompt", text}}));
        // Without the bounds these take 2^60 steps, or the stack: the test would run into its time limit.
        QVERIFY(info);
        for (const PictureField &field : info->fields)
            QVERIFY(field.value.dump().size() < (2u << 20));
    }

    void recordsAreRead_data()
    {
        QTest::addColumn<Parser>("parser");
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char *name, Parser parser, const char *key, const char *text, const char *expected) {
            QTest::newRow(name) << parser << QByteArray(key) << quoted(text) << quoted(expected);
        };
        row("InvokeAI 3", parseInvokeAi, "invokeai_metadata",
            "{'positive_prompt':'p','model':{'model_name':'m'},'vae':{'model_name':'v'},'clip_skip':0,'loras':[{'lora':"
            "{'model_name':'l'},'weight':0.5}]}",
            "{'loras':[{'name':'l','weight':0.5}],'model':'m','prompt':'p','vae':'v'}");
        row("Dream, close switches", parseInvokeAi, "Dream",
            "'a 'quoted' fox' -s50 -S7 -W512 -H640 -C7.5 -Ak_lms -f0.6 -I'x -s1.png'",
            "{'guidance':7.5,'height':640,'prompt':'a \\'quoted\\' "
            "fox','sampler':'k_lms','seed':7,'steps':50,'strength':0.6,'width':512}");
        row("old sd-metadata", parseInvokeAi, "sd-metadata",
            "{'model_weights':'m','images':[{'prompt':'a [b] c [d]','steps':3}]}",
            "{'model':'m','negative_prompt':'b d','prompt':'a c','steps':3}");
        row("NovelAI in one object", parseNovelAi, "EXIF UserComment",
            "{'Software':'NovelAI','Description':'p','Source':'m','Comment':'{\\'uc\\':\\'n\\',\\'steps\\':28,\\'"
            "request_type\\':\\'PromptGenerateRequest\\',\\'strength\\':0.7}'}",
            "{'model':'m','negative_prompt':'n','prompt':'p','steps':28}");
        row("SwarmUI, LoRA hashes", parseSwarmUi, "parameters",
            "{'sui_image_params':{'prompt':'p','loras':['a'],'loraweights':['0.5'],'refinermodel':'r','"
            "refinercontrolpercentage':0.25},'sui_models':[{'name':'a.safetensors','param':'loras','hash':'0x1'}]}",
            "{'loras':[{'hash':'0x1','name':'a','weight':0.5}],'prompt':'p','refiner':'r','refiner_switch_at':0.75}");
        row("Fooocus, combined LoRA", parseFooocus, "parameters",
            "{'base_model':'m','prompt':'p','lora_combined_1':'a : b : 0.5','resolution':'(640, 512)','vae':'v'}",
            "{'height':512,'loras':[{'name':'a : b','weight':0.5}],'model':'m','prompt':'p','vae':'v','width':640}");
        row("Draw Things with refiner", parseDrawThings, "XMP exif:UserComment",
            "{'c':'p','size':'640x512','v2':{'refinerModel':'r','refinerStart':0.7,'loras':[{'file':'','weight':1}]}}",
            "{'height':512,'prompt':'p','refiner':'r','refiner_switch_at':0.7,'width':640}");
    }

    void recordsAreRead()
    {
        QFETCH(Parser, parser);
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        const auto info = parser(textsOf({{key.toStdString(), text.toStdString()}}));
        QCOMPARE(QByteArray::fromStdString(fieldsOf(info).dump()), expected);
        for (const PictureField &field : info->fields)
            QVERIFY(field.state == FieldState::Restored);
    }

    void oldNovelAiStrengthIsApproximated()
    {
        const auto info = parseNovelAi(textsOf({{"Software", "NovelAI"}, {"Comment", R"({"strength": 0.69})"}}));
        QCOMPARE(stateOf(info, "strength"), std::optional(FieldState::Approximated));
    }

    void othersRecordsAreLeft_data()
    {
        QTest::addColumn<Parser>("parser");
        QTest::newRow("InvokeAI") << Parser(parseInvokeAi);
        QTest::newRow("NovelAI") << Parser(parseNovelAi);
        QTest::newRow("Fooocus") << Parser(parseFooocus);
        QTest::newRow("SwarmUI") << Parser(parseSwarmUi);
        QTest::newRow("Draw Things") << Parser(parseDrawThings);
        QTest::newRow("ComfyUI") << Parser(parseComfyUi);
    }

    void othersRecordsAreLeft()
    {
        QFETCH(Parser, parser);
        const char *a1111
            = "NovelAI, sui_image_params, Version: Fooocus\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1";
        for (const char *text : {"", "{", "{}", "[]", "\"x\"", "null", "5", a1111}) {
            const auto info
                = parser(textsOf({{"parameters", text}, {"prompt", text}, {"workflow", text}, {"Comment", text},
                    {"invokeai_metadata", text}, {"sd-metadata", text}, {"XMP exif:UserComment", text}}));
            QVERIFY2(!info || info->fields.empty(), text);
        }
    }

    void wrongKindsAreUnavailableEach_data()
    {
        QTest::addColumn<Parser>("parser");
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("InvokeAI")
            << Parser(parseInvokeAi) << QByteArray("invokeai_metadata")
            << quoted("{'positive_prompt':'p','steps':-1,'seed':[],'model':5,'loras':{},'vae':[],'clip_skip':'x'}");
        QTest::newRow("NovelAI")
            << Parser(parseNovelAi) << QByteArray("EXIF UserComment")
            << quoted("{'Software':'NovelAI','Comment':{'prompt':'p','steps':'a','seed':-5,'v4_prompt':[]}}");
        QTest::newRow("SwarmUI") << Parser(parseSwarmUi) << QByteArray("parameters")
                                 << quoted("{'sui_image_params':{'prompt':'p','steps':1e30,'seed':{},'loras':{},'"
                                           "clipstopatlayer':5},'sui_models':[1]}");
        QTest::newRow("Fooocus") << Parser(parseFooocus) << QByteArray("parameters")
                                 << quoted("{'metadata_scheme':'fooocus','prompt':'p','steps':'','seed':true,'loras':["
                                           "1,[],['a']],'resolution':'(9'}");
        QTest::newRow("Draw Things") << Parser(parseDrawThings) << QByteArray("XMP exif:UserComment")
                                     << quoted("{'c':'p','steps':{},'seed':'x','size':'x','v2':{'loras':[1]}}");
    }

    void wrongKindsAreUnavailableEach()
    {
        QFETCH(Parser, parser);
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, text);
        const auto info = parser(textsOf({{key.toStdString(), text.toStdString()}}));
        QCOMPARE(stateOf(info, "prompt"), std::optional(FieldState::Restored));
        QCOMPARE(stateOf(info, "steps"), std::optional(FieldState::Unavailable));
        QCOMPARE(stateOf(info, "seed"), std::optional(FieldState::Unavailable));
        for (const char *name : {"loras", "model", "vae", "clip_skip", "width"})
            QVERIFY2(!info->find(name), name);
    }

private:
    static std::string repeated(const char *text, int count)
    {
        std::string all;
        for (int i = 0; i < count; ++i)
            all += text;
        return all;
    }

    // 60 nodes, each joining the next with itself.
    static std::string doublings(const char *type, const char *left, const char *right)
    {
        json graph = plainGraph();
        for (int i = 100; i < 160; ++i) {
            const json next = i < 159 ? linkTo(std::to_string(i + 1)) : json("word");
            graph[std::to_string(i)] = node(type, {{left, next}, {right, next}});
        }
        graph["6"] = node("CLIPTextEncode", {{"text", linkTo("100")}});
        graph["3"]["inputs"]["positive"] = linkTo(std::string(left) == "string_a" ? "6" : "100");
        return graph.dump();
    }

    // 20 000 nodes one behind the other.
    static std::string chain(const char *input)
    {
        json graph = plainGraph();
        for (int i = 100; i < 20'100; ++i)
            graph[std::to_string(i)] = node("Passes", {{input, linkTo(std::to_string(i + 1))}});
        graph["6"]["inputs"]["text"] = linkTo("100");
        graph["3"]["inputs"]["model"] = linkTo("100");
        graph["3"]["inputs"]["latent_image"] = linkTo("100");
        return graph.dump();
    }
};


CALOTYPE_GUILESS_TEST(JsonSourcesTest)
#include "JsonSourcesTest.moc"
