// Writes a single-file model with the true shapes of Stable Diffusion 1.5 and random half-precision weights (2 GB):
// for measuring time and memory at full size. Usage: make-sd15 FILE.safetensors

#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

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
constexpr std::int64_t kContext = 768;

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

void transformer(Layout &l, const std::string &name, std::int64_t width)
{
    const std::string block = name + ".transformer_blocks.0";
    l.norm(name + ".norm", width);
    l.conv(name + ".proj_in", width, width, 1);
    for (const auto &[attention, context] : {std::pair{".attn1", width}, {".attn2", kContext}}) {
        l.linear(block + attention + ".to_q", width, width, false);
        l.linear(block + attention + ".to_k", width, context, false);
        l.linear(block + attention + ".to_v", width, context, false);
        l.linear(block + attention + ".to_out.0", width, width);
    }
    l.linear(block + ".ff.net.0.proj", 8 * width, width);
    l.linear(block + ".ff.net.2", width, 4 * width);
    for (const char *norm : {".norm1", ".norm2", ".norm3"})
        l.norm(block + norm, width);
    l.conv(name + ".proj_out", width, width, 1);
}

void unet(Layout &l)
{
    const std::string root = "model.diffusion_model.";
    const std::int64_t widths[] = {320, 640, 1280, 1280};
    l.linear(root + "time_embed.0", kTime, 320);
    l.linear(root + "time_embed.2", kTime, kTime);
    l.conv(root + "input_blocks.0.0", 320, 4, 3);
    std::vector<std::int64_t> skips{320};
    std::int64_t width = 320;
    int index = 1;
    for (int level = 0; level < 4; ++level) {
        for (int block = 0; block < 2; ++block, ++index) {
            const std::string name = root + "input_blocks." + std::to_string(index);
            unetResBlock(l, name + ".0", width, widths[level]);
            width = widths[level];
            if (level < 3)
                transformer(l, name + ".1", width);
            skips.push_back(width);
        }
        if (level < 3) {
            l.conv(root + "input_blocks." + std::to_string(index++) + ".0.op", width, width, 3);
            skips.push_back(width);
        }
    }
    unetResBlock(l, root + "middle_block.0", width, width);
    transformer(l, root + "middle_block.1", width);
    unetResBlock(l, root + "middle_block.2", width, width);
    index = 0;
    for (int level = 3; level >= 0; --level) {
        for (int block = 0; block < 3; ++block, ++index) {
            const std::string name = root + "output_blocks." + std::to_string(index);
            unetResBlock(l, name + ".0", width + skips.back(), widths[level]);
            skips.pop_back();
            width = widths[level];
            if (level < 3)
                transformer(l, name + ".1", width);
            if (level > 0 && block == 2)
                l.conv(name + (level < 3 ? ".2.conv" : ".1.conv"), width, width, 3);
        }
    }
    l.norm(root + "out.0", 320);
    l.conv(root + "out.2", 4, 320, 3);
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

void textEncoder(Layout &l)
{
    const std::string root = "cond_stage_model.transformer.text_model.";
    l.entries.push_back({root + "embeddings.token_embedding.weight", {49408, 768}});
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

} // namespace

int main(int argc, char **argv)
{
    if (argc != 2) {
        std::fprintf(stderr, "usage: make-sd15 FILE.safetensors\n");
        return 2;
    }
    Layout layout;
    unet(layout);
    vae(layout);
    textEncoder(layout);

    nlohmann::ordered_json header;
    std::int64_t offset = 0;
    for (const Entry &entry : layout.entries) {
        const std::int64_t end = offset + 2 * product(entry.shape);
        header[entry.name] = {{"dtype", "F16"}, {"shape", entry.shape}, {"data_offsets", {offset, end}}};
        offset = end;
    }
    std::string text = header.dump();
    text.resize((text.size() + 7) / 8 * 8, ' ');

    std::ofstream out(argv[1], std::ios::binary);
    const std::uint64_t length = text.size();
    out.write(reinterpret_cast<const char *>(&length), sizeof length);
    out.write(text.data(), static_cast<std::streamsize>(text.size()));

    std::mt19937 random(15);
    std::normal_distribution<float> normal;
    std::vector<float> pool(1 << 16); // drawing 10^9 numbers would take a minute
    for (float &value : pool)
        value = normal(random);
    for (const Entry &entry : layout.entries) {
        const std::int64_t count = product(entry.shape);
        const bool isNormWeight = entry.shape.size() == 1 && entry.name.ends_with(".weight");
        const bool isBias = entry.name.ends_with(".bias");
        // Spread like a trained network's, so that values stay finite through all layers.
        const float spread = 0.5F / std::sqrt(static_cast<float>(std::max<std::int64_t>(1, count / entry.shape[0])));
        std::vector<std::uint16_t> values(static_cast<std::size_t>(count));
        std::size_t at = random() % pool.size();
        for (auto &value : values) {
            at = (at + 1) % pool.size();
            value = halfBits(isNormWeight ? 1.0F : isBias ? 0.0F : pool[at] * spread);
        }
        out.write(reinterpret_cast<const char *>(values.data()), static_cast<std::streamsize>(2 * values.size()));
    }
    out.close();
    if (!out) {
        std::fprintf(stderr, "make-sd15: %s could not be written\n", argv[1]);
        return 1;
    }
    return 0;
}
