#include "tests/tools/RandomModel.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <map>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace calotype::tools {

namespace {

using Shape = std::vector<std::int64_t>;

struct Entry {
    std::string name;
    Shape shape;
};

// The list of tensors, in the words of the original layout.
class Layout
{
public:
    std::vector<Entry> entries;

    void conv(const std::string &name, std::int64_t out, std::int64_t in, std::int64_t kernel)
    {
        entries.push_back({name + ".weight", {out, in, kernel, kernel}});
        entries.push_back({name + ".bias", {out}});
    }

    void linear(const std::string &name, std::int64_t out, std::int64_t in, bool bias = true)
    {
        entries.push_back({name + ".weight", {out, in}});
        if (bias)
            entries.push_back({name + ".bias", {out}});
    }

    void norm(const std::string &name, std::int64_t width)
    {
        entries.push_back({name + ".weight", {width}});
        entries.push_back({name + ".bias", {width}});
    }
};

constexpr std::int64_t kTime = 1280;
constexpr std::int64_t kTokens = 49408;

// What tells one UNet from the other, a value for each level from the top.
struct UNetShape {
    std::vector<std::int64_t> widths;
    std::vector<int> depths; // of the transformers; 0: none
    int middleDepth;
    std::int64_t context;
    bool linearProjection;
    std::int64_t added; // SDXL: pooled text, and sizes as waves
};

const UNetShape kSd15{{320, 640, 1280, 1280}, {1, 1, 1, 0}, 1, 768, false, 0};
const UNetShape kSdxl{{320, 640, 1280}, {0, 2, 10}, 10, 2048, true, 2816};

void unetResBlock(Layout &l, const std::string &name, std::int64_t in, std::int64_t out)
{
    l.norm(name + ".in_layers.0", in);
    l.conv(name + ".in_layers.2", out, in, 3);
    l.linear(name + ".emb_layers.1", out, kTime);
    l.norm(name + ".out_layers.0", out);
    l.conv(name + ".out_layers.3", out, out, 3);
    if (in != out)
        l.conv(name + ".skip_connection", out, in, 1);
}

void transformer(Layout &l, const std::string &name, std::int64_t width, int depth, const UNetShape &shape)
{
    const auto projection = [&](const char *word) {
        if (shape.linearProjection)
            l.linear(name + word, width, width);
        else
            l.conv(name + word, width, width, 1);
    };
    l.norm(name + ".norm", width);
    projection(".proj_in");
    for (int i = 0; i < depth; ++i) {
        const std::string block = name + ".transformer_blocks." + std::to_string(i);
        for (const auto &[attention, context] : {std::pair{".attn1", width}, {".attn2", shape.context}}) {
            l.linear(block + attention + ".to_q", width, width, false);
            l.linear(block + attention + ".to_k", width, context, false);
            l.linear(block + attention + ".to_v", width, context, false);
            l.linear(block + attention + ".to_out.0", width, width);
        }
        l.linear(block + ".ff.net.0.proj", 8 * width, width);
        l.linear(block + ".ff.net.2", width, 4 * width);
        for (const char *norm : {".norm1", ".norm2", ".norm3"})
            l.norm(block + norm, width);
    }
    projection(".proj_out");
}

void unet(Layout &l, const UNetShape &shape)
{
    const std::string root = "model.diffusion_model.";
    const auto levels = static_cast<int>(shape.widths.size());
    std::int64_t width = shape.widths[0];
    l.linear(root + "time_embed.0", kTime, width);
    l.linear(root + "time_embed.2", kTime, kTime);
    if (shape.added > 0) {
        l.linear(root + "label_emb.0.0", kTime, shape.added);
        l.linear(root + "label_emb.0.2", kTime, kTime);
    }
    l.conv(root + "input_blocks.0.0", width, 4, 3);
    std::vector<std::int64_t> skips{width};
    int index = 1;
    for (int level = 0; level < levels; ++level) {
        const auto at = static_cast<std::size_t>(level);
        for (int block = 0; block < 2; ++block, ++index) {
            const std::string name = root + "input_blocks." + std::to_string(index);
            unetResBlock(l, name + ".0", width, shape.widths[at]);
            width = shape.widths[at];
            if (shape.depths[at] > 0)
                transformer(l, name + ".1", width, shape.depths[at], shape);
            skips.push_back(width);
        }
        if (level + 1 < levels) {
            l.conv(root + "input_blocks." + std::to_string(index++) + ".0.op", width, width, 3);
            skips.push_back(width);
        }
    }
    unetResBlock(l, root + "middle_block.0", width, width);
    transformer(l, root + "middle_block.1", width, shape.middleDepth, shape);
    unetResBlock(l, root + "middle_block.2", width, width);
    index = 0;
    for (int level = levels - 1; level >= 0; --level) {
        const auto at = static_cast<std::size_t>(level);
        for (int block = 0; block < 3; ++block, ++index) {
            const std::string name = root + "output_blocks." + std::to_string(index);
            unetResBlock(l, name + ".0", width + skips.back(), shape.widths[at]);
            skips.pop_back();
            width = shape.widths[at];
            if (shape.depths[at] > 0)
                transformer(l, name + ".1", width, shape.depths[at], shape);
            if (level > 0 && block == 2)
                l.conv(name + (shape.depths[at] > 0 ? ".2.conv" : ".1.conv"), width, width, 3);
        }
    }
    l.norm(root + "out.0", width);
    l.conv(root + "out.2", 4, width, 3);
}

void vaeResBlock(Layout &l, const std::string &name, std::int64_t in, std::int64_t out)
{
    l.norm(name + ".norm1", in);
    l.conv(name + ".conv1", out, in, 3);
    l.norm(name + ".norm2", out);
    l.conv(name + ".conv2", out, out, 3);
    if (in != out)
        l.conv(name + ".nin_shortcut", out, in, 1);
}

void vaeMiddle(Layout &l, const std::string &name)
{
    vaeResBlock(l, name + ".block_1", 512, 512);
    l.norm(name + ".attn_1.norm", 512);
    for (const char *part : {".q", ".k", ".v", ".proj_out"})
        l.conv(name + ".attn_1" + part, 512, 512, 1);
    vaeResBlock(l, name + ".block_2", 512, 512);
}

void vae(Layout &l)
{
    const std::string root = "first_stage_model.";
    const std::int64_t widths[] = {128, 256, 512, 512};
    l.conv(root + "encoder.conv_in", 128, 3, 3);
    std::int64_t width = 128;
    for (int level = 0; level < 4; ++level) {
        const std::string name = root + "encoder.down." + std::to_string(level);
        for (int block = 0; block < 2; ++block) {
            vaeResBlock(l, name + ".block." + std::to_string(block), width, widths[level]);
            width = widths[level];
        }
        if (level < 3)
            l.conv(name + ".downsample.conv", width, width, 3);
    }
    vaeMiddle(l, root + "encoder.mid");
    l.norm(root + "encoder.norm_out", 512);
    l.conv(root + "encoder.conv_out", 8, 512, 3);
    l.conv(root + "quant_conv", 8, 8, 1);
    l.conv(root + "post_quant_conv", 4, 4, 1);
    l.conv(root + "decoder.conv_in", 512, 4, 3);
    vaeMiddle(l, root + "decoder.mid");
    for (int level = 3; level >= 0; --level) {
        const std::string name = root + "decoder.up." + std::to_string(level);
        for (int block = 0; block < 3; ++block) {
            vaeResBlock(l, name + ".block." + std::to_string(block), width, widths[level]);
            width = widths[level];
        }
        if (level > 0)
            l.conv(name + ".upsample.conv", width, width, 3);
    }
    l.norm(root + "decoder.norm_out", 128);
    l.conv(root + "decoder.conv_out", 3, 128, 3);
}

// CLIP ViT-L/14's text half, in the words of transformers.
void clip(Layout &l, const std::string &prefix)
{
    const std::string root = prefix + "transformer.text_model.";
    l.entries.push_back({root + "embeddings.token_embedding.weight", {kTokens, 768}});
    l.entries.push_back({root + "embeddings.position_embedding.weight", {77, 768}});
    for (int layer = 0; layer < 12; ++layer) {
        const std::string name = root + "encoder.layers." + std::to_string(layer);
        l.norm(name + ".layer_norm1", 768);
        for (const char *part : {".q_proj", ".k_proj", ".v_proj", ".out_proj"})
            l.linear(name + ".self_attn" + part, 768, 768);
        l.norm(name + ".layer_norm2", 768);
        l.linear(name + ".mlp.fc1", 3072, 768);
        l.linear(name + ".mlp.fc2", 768, 3072);
    }
    l.norm(root + "final_layer_norm", 768);
}

// OpenCLIP ViT-bigG/14's, in its own words.
void openClip(Layout &l, const std::string &prefix)
{
    constexpr std::int64_t kWidth = 1280;
    const std::string root = prefix + "model.";
    l.entries.push_back({root + "token_embedding.weight", {kTokens, kWidth}});
    l.entries.push_back({root + "positional_embedding", {77, kWidth}});
    for (int layer = 0; layer < 32; ++layer) {
        const std::string name = root + "transformer.resblocks." + std::to_string(layer);
        l.norm(name + ".ln_1", kWidth);
        l.entries.push_back({name + ".attn.in_proj_weight", {3 * kWidth, kWidth}});
        l.entries.push_back({name + ".attn.in_proj_bias", {3 * kWidth}});
        l.linear(name + ".attn.out_proj", kWidth, kWidth);
        l.norm(name + ".ln_2", kWidth);
        l.linear(name + ".mlp.c_fc", 4 * kWidth, kWidth);
        l.linear(name + ".mlp.c_proj", kWidth, 4 * kWidth);
    }
    l.norm(root + "ln_final", kWidth);
    l.entries.push_back({root + "text_projection", {kWidth, kWidth}});
}

Layout layoutOf(RandomModel model)
{
    Layout layout;
    if (model == RandomModel::Sd15) {
        unet(layout, kSd15);
        vae(layout);
        clip(layout, "cond_stage_model.");
    } else {
        unet(layout, kSdxl);
        vae(layout);
        clip(layout, "conditioner.embedders.0.");
        openClip(layout, "conditioner.embedders.1.");
    }
    return layout;
}

std::int64_t product(const Shape &shape)
{
    std::int64_t count = 1;
    for (const auto side : shape)
        count *= side;
    return count;
}

// The bits of a normal half-precision number; what is too small becomes zero.
std::uint16_t halfBits(float value)
{
    const int exponent = value == 0 ? -99 : std::ilogb(value);
    if (exponent < -14)
        return 0;
    const auto fraction = static_cast<std::uint16_t>((std::fabs(value) / std::ldexp(1.0F, exponent) - 1.0F) * 1024);
    return static_cast<std::uint16_t>((std::signbit(value) ? 0x8000 : 0) | (exponent + 15) << 10 | fraction);
}

// Random numbers of one spread, drawn once: a thousand million draws would take a minute.
class Pool
{
public:
    Pool()
        : m_normal(1 << 16)
    {
        std::normal_distribution<float> normal;
        for (float &value : m_normal)
            value = normal(m_random);
    }

    // @p count numbers, in pieces that begin anywhere in the pool, so that no two rows of a layer are alike.
    std::vector<std::uint16_t> draw(std::int64_t count, float spread)
    {
        std::vector<std::uint16_t> &scaled = m_scaled[spread];
        if (scaled.empty()) {
            for (const float value : m_normal)
                scaled.push_back(halfBits(value * spread));
        }
        std::vector<std::uint16_t> values(static_cast<std::size_t>(count));
        for (std::size_t at = 0; at < values.size();) {
            const std::size_t from = m_random() % scaled.size();
            const std::size_t size = std::min(values.size() - at, scaled.size() - from);
            std::copy_n(scaled.begin() + static_cast<std::ptrdiff_t>(from), size, values.begin() + static_cast<std::ptrdiff_t>(at));
            at += size;
        }
        return values;
    }

private:
    std::mt19937 m_random{15};
    std::vector<float> m_normal;
    std::map<float, std::vector<std::uint16_t>> m_scaled; ///< by spread; a model has a few dozen
};

// Values stay finite through all layers: weights are spread like a trained network's, norms change nothing.
std::vector<std::uint16_t> numbersOf(const Entry &entry, Pool &pool)
{
    const std::int64_t count = product(entry.shape);
    if (entry.shape.size() == 1)
        return std::vector<std::uint16_t>(static_cast<std::size_t>(count), halfBits(entry.name.ends_with("weight") ? 1.0F : 0.0F));
    return pool.draw(count, 0.5F / std::sqrt(static_cast<float>(count / entry.shape[0])));
}

// The header of a safetensors file: its length in eight bytes, and JSON.
void writeHeader(std::ostream &out, const std::vector<Entry> &entries)
{
    nlohmann::ordered_json header;
    std::int64_t offset = 0;
    for (const Entry &entry : entries) {
        const std::int64_t end = offset + 2 * product(entry.shape);
        header[entry.name] = {{"dtype", "F16"}, {"shape", entry.shape}, {"data_offsets", {offset, end}}};
        offset = end;
    }
    std::string text = header.dump();
    text.resize((text.size() + 7) / 8 * 8, ' ');
    const std::uint64_t length = text.size();
    out.write(reinterpret_cast<const char *>(&length), sizeof length);
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
}

} // namespace

std::optional<RandomModel> randomModelOf(std::string_view word)
{
    if (word == "sd15")
        return RandomModel::Sd15;
    if (word == "sdxl")
        return RandomModel::SdxlBase;
    return {};
}

void writeRandomModel(RandomModel model, const std::filesystem::path &path)
{
    const Layout layout = layoutOf(model);
    std::ofstream out(path, std::ios::binary);
    writeHeader(out, layout.entries);
    Pool pool;
    for (const Entry &entry : layout.entries) {
        const std::vector<std::uint16_t> values = numbersOf(entry, pool);
        out.write(reinterpret_cast<const char *>(values.data()), static_cast<std::streamsize>(2 * values.size()));
        if (!out)
            break;
    }
    out.close();
    if (!out)
        throw std::runtime_error("“" + path.string() + "” could not be written; is there room on its disk?");
}

} // namespace calotype::tools
