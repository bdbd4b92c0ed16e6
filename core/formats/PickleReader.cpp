#include "core/formats/PickleReader.h"

#include "core/formats/PickleBuilder.h"
#include "core/formats/PickleStream.h"

#include <cstdio>
#include <unordered_map>
#include <utility>

namespace calotype::formats {

namespace {

using Ref = PickleValue::Ref;
using Kind = PickleValue::Kind;

/// The pickle machine: a stack, the marks on it, and a memo. Opcodes are those of Python's pickletools.
class Machine
{
public:
    Machine(std::span<const std::byte> bytes, std::size_t position, std::string_view file)
        : m_in(bytes, position, file)
        , m_make(file)
    {
    }

    PickleGraph run()
    {
        for (;;) {
            m_make.charge(1);
            const auto opcode = static_cast<unsigned char>(m_in.number(1));
            if (opcode == '.')
                break;
            if (!plainValue(opcode) && !container(opcode) && !memo(opcode) && !object(opcode))
                refuse(opcode);
        }
        const Ref root = pop();
        PickleGraph graph = m_make.take();
        graph.root = root;
        return graph;
    }

    std::size_t position() const { return m_in.position(); }

private:
    void push(Ref ref) { m_stack.push_back(ref); }

    std::size_t floor() const { return m_marks.empty() ? 0 : m_marks.back(); }

    Ref &top()
    {
        if (m_stack.size() <= floor())
            m_in.failHere("an instruction that finds the stack empty");
        return m_stack.back();
    }

    Ref pop()
    {
        const Ref ref = top();
        m_stack.pop_back();
        return ref;
    }

    /// Everything above the last mark, in order; the mark goes too.
    std::vector<Ref> popToMark()
    {
        if (m_marks.empty())
            m_in.failHere("an instruction that lacks its mark");
        const auto first = m_stack.begin() + static_cast<std::ptrdiff_t>(m_marks.back());
        std::vector<Ref> items(first, m_stack.end());
        m_stack.erase(first, m_stack.end());
        m_marks.pop_back();
        return items;
    }

    bool plainValue(unsigned char opcode)
    {
        switch (opcode) {
        case 'N': push(m_make.add(Kind::None)); return true;
        case 0x88: push(m_make.addInteger(Kind::Bool, 1)); return true;
        case 0x89: push(m_make.addInteger(Kind::Bool, 0)); return true;
        case 'I': return lineInt();
        case 'L': push(m_make.addInteger(Kind::Int, m_in.lineInteger())); return true;
        case 'J': push(m_make.addInteger(Kind::Int, m_in.signedNumber(4))); return true;
        case 'K': push(m_make.addInteger(Kind::Int, static_cast<std::int64_t>(m_in.number(1)))); return true;
        case 'M': push(m_make.addInteger(Kind::Int, static_cast<std::int64_t>(m_in.number(2)))); return true;
        case 0x8A: return longInt(m_in.number(1));
        case 0x8B: return longInt(m_in.number(4));
        case 'F': push(m_make.addNumber(m_in.lineDouble())); return true;
        case 'G': push(m_make.addNumber(m_in.bigEndianDouble())); return true;
        case 'S': push(m_make.addDecodedText(m_in.lineString())); return true;
        case 'V': push(m_make.addDecodedText(m_in.lineUnicode())); return true;
        case 'U':
        case 0x8C: push(m_make.addText(Kind::String, m_in.counted(1))); return true;
        case 'T':
        case 'X': push(m_make.addText(Kind::String, m_in.counted(4))); return true;
        case 0x8D: push(m_make.addText(Kind::String, m_in.counted(8))); return true;
        case 'C': push(m_make.addText(Kind::Bytes, m_in.counted(1))); return true;
        case 'B': push(m_make.addText(Kind::Bytes, m_in.counted(4))); return true;
        case 0x8E:
        case 0x96: push(m_make.addText(Kind::Bytes, m_in.counted(8))); return true;
        default: return false;
        }
    }

    bool container(unsigned char opcode)
    {
        switch (opcode) {
        case '(': m_marks.push_back(m_stack.size()); return true;
        case ')': push(m_make.add(Kind::Tuple)); return true;
        case ']': push(m_make.add(Kind::List)); return true;
        case '}': push(m_make.add(Kind::Dict)); return true;
        case 0x8F: push(m_make.add(Kind::Inert)); return true; // a set holds no tensors that a state dict needs
        case 't': pushItems(Kind::Tuple, popToMark()); return true;
        case 'l': pushItems(Kind::List, popToMark()); return true;
        case 'd': pushItems(Kind::Dict, popToMark()); return true;
        case 0x91: pushItems(Kind::Inert, popToMark()); return true;
        case 0x85:
        case 0x86:
        case 0x87: return shortTuple(opcode - 0x84u);
        case 'a': addItems(Kind::List, {pop()}); return true;
        case 'e':
        case 0x90: addItems(Kind::List, popToMark()); return true;
        case 's': {
            const Ref value = pop();
            const Ref key = pop();
            addItems(Kind::Dict, {key, value});
            return true;
        }
        case 'u': addItems(Kind::Dict, popToMark()); return true;
        default: return false;
        }
    }

    bool memo(unsigned char opcode)
    {
        switch (opcode) {
        case '0': popOrMark(); return true;
        case '1': popToMark(); return true;
        case '2': push(top()); return true;
        case 'p': m_memo[static_cast<std::uint64_t>(m_in.lineInteger())] = top(); return true;
        case 'q': m_memo[m_in.number(1)] = top(); return true;
        case 'r': m_memo[m_in.number(4)] = top(); return true;
        case 0x94: {
            const std::uint64_t next = m_memo.size();
            m_memo[next] = top();
            return true;
        }
        case 'g': recall(static_cast<std::uint64_t>(m_in.lineInteger())); return true;
        case 'h': recall(m_in.number(1)); return true;
        case 'j': recall(m_in.number(4)); return true;
        default: return false;
        }
    }

    bool object(unsigned char opcode)
    {
        switch (opcode) {
        case 0x80:
            if (m_in.number(1) > 5)
                m_make.failUnsupported("is a pickle of a protocol newer than 5; use the model's safetensors version");
            return true;
        case 0x95:
            if (m_in.number(8) > m_in.left())
                m_in.failEnd();
            return true;
        case 'c': {
            const std::string_view module = m_in.line();
            push(m_make.addGlobal(module, m_in.line()));
            return true;
        }
        case 0x93: return stackGlobal();
        case 'Q': push(m_make.storage(pop())); return true;
        case 'R':
        case 0x81: {
            const Ref arguments = pop();
            push(m_make.call(pop(), arguments));
            return true;
        }
        case 'b':
            pop();
            m_make.setAttributes(top());
            return true;
        default: return false;
        }
    }

    bool lineInt()
    {
        const std::string_view text = m_in.peekLine();
        const bool truth = text == "00" || text == "01";
        const std::int64_t value = m_in.lineInteger();
        push(m_make.addInteger(truth ? Kind::Bool : Kind::Int, value));
        return true;
    }

    bool longInt(std::uint64_t length)
    {
        if (length <= 8)
            push(m_make.addInteger(Kind::Int, m_in.signedNumber(static_cast<std::size_t>(length))));
        else
            push(m_make.addText(Kind::BigInt, m_in.bytes(length)));
        return true;
    }

    bool shortTuple(std::size_t count)
    {
        std::vector<Ref> items(count);
        for (std::size_t i = count; i-- > 0;)
            items[i] = pop();
        pushItems(Kind::Tuple, std::move(items));
        return true;
    }

    void pushItems(Kind kind, std::vector<Ref> items)
    {
        if (kind == Kind::Dict && items.size() % 2 != 0)
            m_in.failHere("a dictionary with a key that has no value");
        const Ref ref = m_make.add(kind);
        m_make.value(ref).items = std::move(items);
        push(ref);
    }

    /// Appends to the list or dictionary on top of the stack; what is put into inert objects is dropped.
    void addItems(Kind kind, const std::vector<Ref> &items)
    {
        PickleValue &target = m_make.value(top());
        if (target.kind == Kind::Inert)
            return;
        if (target.kind != kind || (kind == Kind::Dict && items.size() % 2 != 0))
            m_in.failHere("items for something that cannot hold them");
        target.items.insert(target.items.end(), items.begin(), items.end());
    }

    void popOrMark()
    {
        if (!m_marks.empty() && m_stack.size() == m_marks.back())
            m_marks.pop_back();
        else
            pop();
    }

    void recall(std::uint64_t key)
    {
        const auto found = m_memo.find(key);
        if (found == m_memo.end())
            m_in.failHere("a reference to a value that was not remembered");
        push(found->second);
    }

    bool stackGlobal()
    {
        const PickleValue &name = m_make.value(pop());
        const PickleValue &module = m_make.value(pop());
        if (name.kind != Kind::String || module.kind != Kind::String)
            m_in.failHere("a name that is no text");
        push(m_make.addGlobal(module.text, name.text));
        return true;
    }

    [[noreturn]] void refuse(unsigned char opcode)
    {
        switch (opcode) {
        case 'P':  // PERSID
        case 'i':  // INST
        case 'o':  // OBJ
        case 0x82: // EXT1, EXT2, EXT4
        case 0x83:
        case 0x84:
        case 0x92: // NEWOBJ_EX
        case 0x97: // NEXT_BUFFER, READONLY_BUFFER
        case 0x98: {
            char code[8];
            std::snprintf(code, sizeof code, "0x%02X", opcode);
            m_make.failUnsupported(std::string("uses the pickle instruction ") + code
                                   + ", which no model needs, so the file was not opened; use the model's safetensors version");
        }
        default: m_in.failHere("an unknown instruction");
        }
    }

    PickleStream m_in;
    PickleBuilder m_make;
    std::vector<Ref> m_stack;
    std::vector<std::size_t> m_marks;
    std::unordered_map<std::uint64_t, Ref> m_memo;
};

} // namespace

PickleGraph readPickle(std::span<const std::byte> bytes, std::size_t &position, std::string_view file)
{
    Machine machine(bytes, position, file);
    PickleGraph graph = machine.run();
    position = machine.position();
    return graph;
}

} // namespace calotype::formats
