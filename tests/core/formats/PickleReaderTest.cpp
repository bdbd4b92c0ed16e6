#include "core/formats/PickleReader.h"

#include "tests/core/formats/FileBytes.h"
#include "tests/support/TestMain.h"

#include <QTest>

using namespace calotype;
using namespace calotype::tests;
using Kind = formats::PickleValue::Kind;

namespace {

std::span<const std::byte> asBytes(const std::string &text)
{
    return std::as_bytes(std::span(text.data(), text.size()));
}

formats::PickleGraph read(const std::string &bytes)
{
    std::size_t position = 0;
    return formats::readPickle(asBytes(bytes), position, "a.ckpt");
}

std::optional<Error> pickleRefusal(const std::string &bytes)
{
    try {
        read(bytes);
    } catch (const Failure &failure) {
        return failure.error();
    }
    return std::nullopt;
}

std::string describe(const formats::PickleGraph &graph, const formats::PickleValue &value)
{
    std::string items;
    for (const auto ref : value.items)
        items += (items.empty() ? "" : ",") + describe(graph, graph[ref]);
    switch (value.kind) {
    case Kind::None: return "None";
    case Kind::Bool: return value.integer ? "True" : "False";
    case Kind::Int: return std::to_string(value.integer);
    case Kind::BigInt: return "big" + std::to_string(value.text.size());
    case Kind::Float: return QByteArray::number(value.number).toStdString();
    case Kind::String: return "'" + std::string(value.text) + "'";
    case Kind::Bytes: return "b'" + std::string(value.text) + "'";
    case Kind::List: return "[" + items + "]";
    case Kind::Tuple: return "(" + items + ")";
    case Kind::Dict: return "{" + items + "}";
    case Kind::Global: return "global";
    case Kind::Storage: return "storage";
    case Kind::Tensor: return "tensor";
    case Kind::Inert: return "inert";
    }
    return "?";
}

std::string operator""_s(const char *text, std::size_t size)
{
    return {text, size};
}

} // namespace

class PickleReaderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valueIsRead_data();
    void valueIsRead();
    void positionIsBehindTheEnd();
    void foreignGlobalIsRefusedByName_data();
    void foreignGlobalIsRefusedByName();
    void brokenPickleIsRefused_data();
    void brokenPickleIsRefused();
    void circularListIsHarmless();
    void workIsBounded_data();
    void workIsBounded();
};

void PickleReaderTest::valueIsRead_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const std::string &bytes, const char *expected) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes) << QString::fromUtf8(expected);
    };
    row("none", "N.", "None");
    row("protocol 0 truth", "I01\n.", "True");
    row("protocol 0 integer", "I-42\n.", "-42");
    row("protocol 0 long", "L-42L\n.", "-42");
    row("protocol 0 float", "F2.5\n.", "2.5");
    row("protocol 0 string", "S'a\\n\\x41\\''\n.", "'a\nA''");
    row("protocol 0 unicode", "V\\u20ac\xe4\n.", "'€ä'");
    row("protocol 0 list", "(lp0\nI1\naI2\na.", "[1,2]");
    row("protocol 0 dict", "(dp0\nS'a'\nI1\ns.", "{'a',1}");
    row("truth of protocol 2", "\x80\x02\x88."_s, "True");
    row("four-byte integer", "J\xfe\xff\xff\xff."_s, "-2");
    row("two-byte integer is unsigned", "M\xff\xff."_s, "65535");
    row("long of no bytes", "\x8a\x00."_s, "0");
    row("long of one byte", "\x8a\x01\xff."_s, "-1");
    row("long of eight bytes", pickle::integer(std::numeric_limits<std::int64_t>::min()) + ".", "-9223372036854775808");
    row("long of ten bytes", "\x8a\x0a" + std::string(10, '\x11') + ".", "big10");
    row("double", "G\xc0\x04\x00\x00\x00\x00\x00\x00."_s, "-2.5");
    row("short string", "\x8c\x02hi."_s, "'hi'");
    row("long string", "\x8d\x02\x00\x00\x00\x00\x00\x00\x00hi."_s, "'hi'");
    row("Python 2 string", "U\x02hi."_s, "'hi'");
    row("bytes", "C\x02hi."_s, "b'hi'");
    row("tuples", "K\x01\x85K\x02K\x03\x86)\x87."_s, "((1),(2,3),())");
    row("appends", "](K\x01K\x02""e."_s, "[1,2]");
    row("set items", "}(\x8c\x01""aK\x01\x8c\x01""bK\x02u."_s, "{'a',1,'b',2}");
    row("memo", "K\x07q\x05""0h\x05h\x05\x86."_s, "(7,7)");
    row("memoize of protocol 4", "\x80\x04\x95\x06\x00\x00\x00\x00\x00\x00\x00K\x07\x94h\x00\x86."_s, "(7,7)");
    row("duplicate", "K\x07""2\x86."_s, "(7,7)");
    row("pop to mark", "K\x01(K\x02K\x03""1."_s, "1");
    row("pop of a mark", "K\x01(0."_s, "1");
    row("ordered dict", pickle::global("collections", "OrderedDict") + ")R}b.", "{}");
    row("ordered dict of pairs", pickle::global("collections", "OrderedDict") + "(](](\x8c\x01""aK\x01""eetR."_s, "{'a',1}");
    row("size", pickle::global("torch", "Size") + pickle::tuple({2, 3}) + "\x85R.", "(2,3)");
    row("tensor", pickle::tensor(pickle::storage("FloatStorage", "0", 2), 0, {2}, {1}) + ".", "tensor");
    row("parameter", pickle::global("torch._utils", "_rebuild_parameter") + "("
            + pickle::tensor(pickle::storage("HalfStorage", "0", 2), 0, {2}, {1}) + "\x88NtR.", "tensor");
    row("stack global", "\x8c\x0b""collections\x8c\x0bOrderedDict\x93)R."_s, "{}");
    row("set", "\x8f(K\x01\x90."_s, "inert");
}

void PickleReaderTest::valueIsRead()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, expected);
    const std::string pickled = bytes.toStdString();
    const auto graph = read(pickled);
    QCOMPARE(QString::fromStdString(describe(graph, graph.top())), expected);
}

void PickleReaderTest::positionIsBehindTheEnd()
{
    const std::string two = "K\x01.K\x02.rest";
    std::size_t position = 0;
    QCOMPARE(formats::readPickle(asBytes(two), position, "a").top().integer, std::int64_t(1));
    QCOMPARE(position, std::size_t(3));
    QCOMPARE(formats::readPickle(asBytes(two), position, "a").top().integer, std::int64_t(2));
    QCOMPARE(position, std::size_t(6));
}

void PickleReaderTest::foreignGlobalIsRefusedByName_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("named");
    const auto row = [](const char *name, const std::string &bytes, const char *named) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes) << QString(named);
    };
    row("GLOBAL", "cos\nsystem\n(S'echo hi'\ntR.", "“os.system”");
    row("STACK_GLOBAL", "\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x02hi\x85R."_s, "“os.system”");
    row("posix", "cposix\nsystem\n.", "“posix.system”");
    row("eval", "c__builtin__\neval\n.", "“__builtin__.eval”");
    row("torch function", "ctorch\nload\n.", "“torch.load”");
    row("nested name", "ccollections\nOrderedDict.__init__\n.", "“collections.OrderedDict.__init__”");
    row("name that imitates", "ccollections \nOrderedDict\n.", "“collections .OrderedDict”");
    row("foreign number format", "ctorch\nfloat8_e4m3fn\n.", "“torch.float8_e4m3fn”");
    row("INST", "(ios\nsystem\n.", "instruction 0x69");
    row("EXT1", "\x82\x01."_s, "instruction 0x82");
    row("PERSID", "Pos\n.", "instruction 0x50");
}

void PickleReaderTest::foreignGlobalIsRefusedByName()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, named);
    const auto error = pickleRefusal(bytes.toStdString());
    QVERIFY(error);
    QVERIFY(error->code == ErrorCode::Unsupported);
    QVERIFY2(QString::fromStdString(error->message).contains(named), error->message.c_str());
    QVERIFY(error->message.starts_with("“a.ckpt” "));
    QVERIFY(error->message.find("use ") != std::string::npos);
}

void PickleReaderTest::brokenPickleIsRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char *name, const std::string &bytes) { QTest::newRow(name) << QByteArray::fromStdString(bytes); };
    row("nothing", "");
    row("no end", "N");
    row("end on an empty stack", ".");
    row("end below a mark", "N(.");
    row("pop of nothing", "0.");
    row("tuple without a mark", "t.");
    row("short tuple of nothing", "\x87."_s);
    row("unknown instruction", "\xff."_s);
    row("string longer than the file", "X\xff\xff\xff\x7fhi."_s);
    row("string of 2^62", "\x8d\x00\x00\x00\x00\x00\x00\x00\x40hi."_s);
    row("long of 2 GB", "\x8b\xff\xff\xff\x7f."_s);
    row("frame past the end", "\x80\x04\x95\xff\x00\x00\x00\x00\x00\x00\x00N."_s);
    row("line without an end", "I42");
    row("number that is none", "Ix\n.");
    row("string without quotes", "Shi\n.");
    row("escape cut off", "S'\\x4'\n.");
    row("memo that is empty", "h\x00."_s);
    row("append to a dictionary", "}Na.");
    row("items for a list", "]NNs.");
    row("key without a value", "}(Nu.");
    row("call of a text", "\x8c\x02hi)R."_s);
    row("call with a list", pickle::global("collections", "OrderedDict") + "]R.");
    row("call of a number format", pickle::global("torch", "float16") + ")R.");
    row("attributes of a number", "K\x01}b."_s);
    row("persistent id that is a text", "\x8c\x02hiQ."_s);
    row("persistent id of another kind", "(" + pickle::text("module") + "NNNK\x01tQ.");
    row("storage type that is a text", "(" + pickle::text("storage") + pickle::text("x") + pickle::text("0") + "NK\x01tQ.");
    row("storage without a size", "(" + pickle::text("storage") + pickle::global("torch", "FloatStorage") + pickle::text("0") + "tQ.");
    row("tensor without a storage", pickle::global("torch._utils", "_rebuild_tensor_v2") + "(NK\x00))tR."_s);
    row("tensor with too few arguments", pickle::global("torch._utils", "_rebuild_tensor_v2") + ")R.");
    row("tensor of 33 dimensions",
        pickle::tensor(pickle::storage("FloatStorage", "0", 2), 0, std::vector<std::int64_t>(33, 1), std::vector<std::int64_t>(33, 1)) + ".");
    row("parameter of a number", pickle::global("torch._utils", "_rebuild_parameter") + "(NNNtR.");
    row("stack global of numbers", "K\x01K\x02\x93."_s);
    row("ordered dict of no pairs", pickle::global("collections", "OrderedDict") + "](Ne\x85R."_s);
}

void PickleReaderTest::brokenPickleIsRefused()
{
    QFETCH(QByteArray, bytes);
    const auto error = pickleRefusal(bytes.toStdString());
    QVERIFY(error);
    QVERIFY2(error->code == ErrorCode::Damaged, error->message.c_str());
    QVERIFY(error->message.starts_with("“a.ckpt” is damaged: "));
}

void PickleReaderTest::circularListIsHarmless()
{
    const auto graph = read("]q\x01h\x01""a.");
    QVERIFY(graph.top().kind == Kind::List);
    QCOMPARE(graph.top().items.size(), std::size_t(1));
    QCOMPARE(graph.top().items[0], graph.root);
}

void PickleReaderTest::workIsBounded_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("two million values") << QByteArray(2'000'000, '}');
    QTest::newRow("forty million references") << "Nq" + QByteArray(1, '\0') + QByteArray("h\0", 2).repeated(40'000'000);
    // A long list of pairs, made into a dictionary again and again.
    std::string list = "NN\x86q\x02""0]q\x01("_s;
    for (int i = 0; i < 100'000; ++i)
        list += "h\x02"_s;
    list += "e0";
    for (int i = 0; i < 1000; ++i)
        list += pickle::global("collections", "OrderedDict") + "h\x01\x85R0"_s;
    QTest::newRow("dictionaries of one list") << QByteArray::fromStdString(list);
}

void PickleReaderTest::workIsBounded()
{
    QFETCH(QByteArray, bytes);
    const auto error = pickleRefusal(bytes.toStdString());
    QVERIFY(error);
    QVERIFY2(error->code == ErrorCode::Unsupported, error->message.c_str());
    QVERIFY(error->message.find("far more than a model's tensors") != std::string::npos);
}

CALOTYPE_GUILESS_TEST(PickleReaderTest)
#include "PickleReaderTest.moc"
