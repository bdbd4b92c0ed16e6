#pragma once

#include "core/gallery/GalleryTypes.h"

#include <QCryptographicHash>

#include <array>
#include <cstdint>

/// Pictures that nobody made, for the index alone: no files. The k-th is always the same.
namespace calotype::invented {

/// SplitMix64 (Steele et al. 2014): a good number for each state.
class Numbers
{
public:
    explicit Numbers(std::uint64_t seed)
        : m_state(seed * 0x9e3779b97f4a7c15u + 0x1234567u)
    {
    }
    std::uint64_t next()
    {
        std::uint64_t z = (m_state += 0x9e3779b97f4a7c15u);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        return z ^ (z >> 31);
    }
    /// 0 … below − 1
    int upTo(int below) { return static_cast<int>(next() % static_cast<std::uint64_t>(below)); }
    template<std::size_t N>
    const char *oneOf(const std::array<const char *, N> &words)
    {
        return words[static_cast<std::size_t>(upTo(static_cast<int>(N)))];
    }

private:
    std::uint64_t m_state;
};

inline QString prompt(Numbers &numbers)
{
    static constexpr std::array subjects{"fox", "lighthouse", "violinist", "old harbour", "teapot", "astronaut", "glasshouse", "tortoise",
                                         "night market", "mountain hut", "paper crane", "steam train", "café terrace", "orchid",
                                         "clockmaker", "whale", "desert road", "library", "robot gardener", "fjord", "naïve saint",
                                         "lynx", "ballroom", "kite", "windmill", "submarine", "beekeeper", "cathedral", "river delta",
                                         "snow leopard", "piñata", "一只橘猫", "桜の木"};
    static constexpr std::array manners{"in morning mist", "at dusk", "under a red sky", "seen from above", "after the rain", "by candlelight",
                                        "in deep snow", "behind frosted glass", "in a storm", "on a windowsill", "beside a canal",
                                        "surrounded by ferns", "among ruins", "in zero gravity", "at the end of summer"};
    static constexpr std::array styles{"oil painting", "35mm photograph", "watercolour", "woodcut", "isometric render", "pencil sketch",
                                       "gouache", "cyanotype", "ukiyo-e", "low poly", "macro photo", "art nouveau poster", "linocut",
                                       "stained glass", "claymation still"};
    static constexpr std::array details{"highly detailed", "soft light", "muted colours", "shallow depth of field", "grain", "wide angle",
                                        "backlit", "symmetrical", "minimalist", "ornate", "golden hour", "volumetric fog", "sharp focus",
                                        "pastel palette", "high contrast", "rule of thirds", "bokeh", "cinematic", "hand-tinted"};
    QString text = QStringLiteral("a %1 %2, %3").arg(QString::fromUtf8(numbers.oneOf(subjects)), QString::fromUtf8(numbers.oneOf(manners)),
                                                     QString::fromUtf8(numbers.oneOf(styles)));
    for (int k = numbers.upTo(6); k > 0; --k)
        text += QStringLiteral(", ") + QString::fromUtf8(numbers.oneOf(details));
    // Some words that few pictures have.
    if (numbers.upTo(4) == 0)
        text += QStringLiteral(", study no%1").arg(numbers.upTo(5000));
    return text;
}

/// One of @p count pictures of about three years, the last ones the newest; 200 to a folder.
inline gallery::GalleryItem item(int k, int count)
{
    static constexpr std::array models{"sd-v1-5", "sd_xl_base_1.0", "dreamshaper_8", "realisticVisionV60", "juggernautXL_v9", "anything-v5",
                                       "deliberate_v3", "epicrealism", "sd_turbo", "meinamix_v11", "absolutereality", "ghostmix_v20"};
    static constexpr std::array samplers{"DPM++ 2M", "Euler", "Euler a", "DDIM", "UniPC", "DPM++ SDE", "Heun", "LMS"};
    static constexpr std::array sources{"Calotype", "AUTOMATIC1111", "ComfyUI", "InvokeAI", ""};
    static constexpr std::array<std::pair<int, int>, 6> sizes{{{512, 512}, {512, 768}, {768, 512}, {1024, 1024}, {832, 1216}, {1216, 832}}};
    constexpr qint64 kStart = 1672531200000; // 2023-01-01 UTC, in ms
    constexpr qint64 kSpan = qint64{3} * 365 * 24 * 3600 * 1000;

    Numbers numbers(static_cast<std::uint64_t>(k));
    gallery::GalleryItem item;
    item.path = QStringLiteral("/invented/%1/%2-%3.png").arg(k / 200, 4, 10, QLatin1Char('0')).arg(k, 6, 10, QLatin1Char('0')).arg(numbers.upTo(1 << 30));
    item.fileSize = 400000 + numbers.upTo(2000000);
    // Two in a row share their moment now and then.
    item.created = QDateTime::fromMSecsSinceEpoch(kStart + kSpan / count * (k - k % 3 / 2));
    item.modified = item.created;
    const auto size = sizes[static_cast<std::size_t>(numbers.upTo(static_cast<int>(sizes.size())))];
    item.width = size.first;
    item.height = size.second;
    item.prompt = prompt(numbers);
    item.negativePrompt = numbers.upTo(3) == 0 ? QString() : QStringLiteral("blurry, lowres, watermark, extra fingers");
    item.model = QString::fromUtf8(numbers.oneOf(models));
    item.sampler = QString::fromUtf8(numbers.oneOf(samplers));
    item.source = QString::fromUtf8(numbers.oneOf(sources));
    item.seed = static_cast<qint64>(numbers.next() >> 32);
    item.steps = 15 + numbers.upTo(36);
    item.guidance = 1 + numbers.upTo(24) / 2.0;
    item.madeFromImage = numbers.upTo(12) == 0;
    item.contentHash = QCryptographicHash::hash(QByteArray::number(k), QCryptographicHash::Sha256);
    item.differenceHash = numbers.next() | 1;
    return item;
}

} // namespace calotype::invented
