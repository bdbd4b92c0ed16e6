#include "tests/bench/BenchTable.h"

#include "core/diffusion/modules/TextProjections.h"
#include "core/diffusion/pipelines/Conditioning.h"
#include "core/diffusion/pipelines/Networks.h"
#include "core/diffusion/pipelines/Pipeline.h"
#include "tests/tools/RandomModel.h"

#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace calotype::bench {

using namespace diffusion;

namespace {

namespace fs = std::filesystem;

// The file that the networks come from: the user's, or one of random numbers that goes with this.
class ModelFile
{
public:
    explicit ModelFile(const BenchOptions &options)
        : m_isOwn(options.modelFile.empty())
        , m_path(m_isOwn ? fs::temp_directory_path() / ("calotype-bench-" + std::to_string(getpid()) + ".safetensors")
                         : fs::path(options.modelFile))
    {
        if (m_isOwn)
            tools::writeRandomModel(options.isXl ? tools::RandomModel::SdxlBase : tools::RandomModel::Sd15, m_path);
    }
    ~ModelFile()
    {
        std::error_code gone;
        if (m_isOwn)
            fs::remove(m_path, gone);
    }
    ModelFile(const ModelFile &) = delete;
    ModelFile &operator=(const ModelFile &) = delete;

    std::string path() const { return m_path.string(); }

private:
    bool m_isOwn;
    fs::path m_path;
};

// The networks as the program has them: read from a file, resting as the memory mode says. Both come when first needed.
class NetworkBench
{
public:
    explicit NetworkBench(BenchTable &table)
        : m_table(table)
    {
    }

    void measure()
    {
        measureLoad();
        measureText();
        for (const int size : m_table.options().sizes) {
            measureUNet(size);
            measureVae(size);
            measureWhole(size);
        }
    }

    void profile()
    {
        for (const int size : m_table.options().sizes) {
            Pass pass(*this, size);
            m_table.profile(named("UNet step ", size), [&] { pass.run(); });
        }
    }

private:
    // One pass of the UNet over a batch of two, as guidance has it, after the first: keys and values of the texts are kept.
    class Pass
    {
    public:
        Pass(NetworkBench &bench, int size)
            : m_unet(*bench.networks().unet)
        {
            const auto &config = m_unet.config();
            const BenchTable &table = bench.m_table;
            m_latents = table.random({2, config.inChannels, size / 8, size / 8});
            m_condition.context = table.random({2, 77, config.crossAttentionDim});
            if (config.additionTimeEmbedDim > 0) {
                m_condition.textEmbeds = table.random({2, config.additionInputDim - 6 * config.additionTimeEmbedDim});
                m_condition.timeIds
                    = at::full({2, 6}, static_cast<double>(size), at::TensorOptions().device(table.device()));
            }
        }

        void run() { m_unet.forward(m_latents, 500.0, m_condition, {}, nullptr, &m_projections); }

    private:
        const UNet &m_unet;
        Tensor m_latents;
        UNetCondition m_condition;
        TextProjections m_projections;
    };

    std::string named(const char *what, int size = 0) const
    {
        return (isXl() ? std::string("SDXL ") : std::string()) + what + (size > 0 ? std::to_string(size) : std::string());
    }

    bool isXl() const { return m_table.options().isXl; }

    std::string file()
    {
        if (!m_file)
            m_file = std::make_unique<ModelFile>(m_table.options());
        return m_file->path();
    }

    std::unique_ptr<Networks> loaded()
    {
        ModelSpec spec;
        spec.path = file();
        spec.memory = m_table.options().choice.memory;
        return loadNetworks(spec, m_table.options().choice, 0, {}, {});
    }

    Networks &networks()
    {
        if (!m_networks)
            m_networks = loaded();
        return *m_networks;
    }

    // What the case before used of the file is not of this one.
    void restAll()
    {
        const auto &description = networks().description;
        for (const auto *part : {&description.textSource, &description.text2Source, &description.unetSource, &description.vaeSource})
            rest(networks(), *part);
    }

    GenerationRequest request(int size)
    {
        GenerationRequest request;
        request.prompt = "a lighthouse in the fog, number " + std::to_string(++m_prompts); // a new one: old ones are remembered
        request.negativePrompt = "none of " + std::to_string(m_prompts);
        request.steps = m_table.options().steps;
        request.width = request.height = size;
        return request;
    }

    void measureLoad()
    {
        if (!m_table.wants(named("load")))
            return;
        file(); // made before the clock runs, and then in the system's cache
        m_table.measure({named("load"), [&] { loaded(); }, false});
    }

    void measureText()
    {
        const std::string name = named("text");
        if (!m_table.wants(name))
            return;
        const int native = networks().description.info.nativeWidth;
        restAll();
        m_table.measure({name, [&] {
                             needTextEncoders(networks(), {});
                             encodePrompts(networks(), request(native), {native, native, 1}, {});
                             leaveTextEncoders(networks());
                         }});
    }

    void measureUNet(int size)
    {
        const std::string name = named("UNet step ", size);
        if (!m_table.wants(name))
            return;
        Pass pass(*this, size);
        restAll();
        m_table.measure({name, [&] { pass.run(); }});
    }

    // The picture as a whole, in every memory mode, and in tiles.
    void measureVae(int size)
    {
        const auto random = [&](at::IntArrayRef shape) { return at::randn(shape).to(m_table.device(), networks().vaeDtype); };
        if (const std::string name = named("VAE decode ", size); m_table.wants(name)) {
            const Tensor latents = random({1, 4, size / 8, size / 8});
            restAll();
            m_table.measure({name, [&] { networks().vae->decode(latents, {}); }});
        }
        if (const std::string name = named("VAE decode in tiles ", size); m_table.wants(name)) {
            const Tensor latents = random({1, 4, size / 8, size / 8});
            restAll();
            m_table.measure({name, [&] { networks().vae->decodeInStrips(latents, 32, {}); }});
        }
        if (const std::string name = named("VAE encode ", size); m_table.wants(name)) {
            const Tensor picture = random({1, 3, size, size}).clamp(-1, 1);
            restAll();
            m_table.measure({name, [&] { networks().vae->encode(picture, {}); }});
        }
    }

    void measureWhole(int size)
    {
        const std::string name = named("end to end ", size) + ", " + std::to_string(m_table.options().steps) + " steps";
        if (!m_table.wants(name))
            return;
        restAll();
        m_table.measure({name, [&] { runPipeline(networks(), request(size), {}, {}); }, false});
    }

    BenchTable &m_table;
    std::unique_ptr<ModelFile> m_file;
    std::unique_ptr<Networks> m_networks; ///< after the file: goes first
    int m_prompts = 0;
};

} // namespace

void measureNetworks(BenchTable &table)
{
    NetworkBench bench(table);
    if (table.options().profile)
        bench.profile();
    else
        bench.measure();
}

} // namespace calotype::bench
