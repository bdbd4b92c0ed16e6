#pragma once

#include "core/base/Image.h"
#include "core/diffusion/Torch.h"
#include "core/diffusion/pipelines/Networks.h"
#include "core/diffusion/preview/LatentRgb.h"
#include "core/engine/GenerationRequest.h"

#include <functional>
#include <memory>
#include <optional>

namespace calotype::diffusion {

/// Makes the small pictures shown while sampling, by the method that the request asks for and the model allows. Those of
/// the tiny autoencoder take no more than a twentieth of the sampling: it times them, and is sparing with them.
class PreviewMaker
{
public:
    using Clock = std::function<double()>; ///< seconds since whenever
    /// The tiny autoencoder: [1, 4, h, w] float32, CPU → [1, 3, 8h, 8w], any device, as tensorToImage() takes it.
    using Decoder = std::function<Tensor(const Tensor &)>;

    PreviewMaker(const Networks &networks, const GenerationRequest &request);
    /// @param decode  empty: there is none
    PreviewMaker(const GenerationRequest &request, const formats::LatentColours &colours, Decoder decode, Clock clock);

    /// A picture's sampling begins.
    void begin();

    /// Whether a preview is wanted, by the request's pace, after so many of a picture's steps. A yes counts as made.
    bool isDue(int stepsDone);

    /// Where the tiny autoencoder would take too much, the latents' own colours show the picture; but not at once over
    /// a sharper preview.
    /// @param latents  estimated clean latents, [1, 4, h, w] float32, CPU
    /// @return RGB8, of w × h or 8w × 8h; null: the one before stays
    std::shared_ptr<const Image> make(const Tensor &latents);

private:
    bool mayDecode(double now) const;
    std::shared_ptr<const Image> decoded(const Tensor &latents);

    PreviewMethod m_method;
    int m_every;
    double m_seconds;
    formats::LatentColours m_colours;
    Decoder m_decode;
    Clock m_clock;
    int m_lastStep = 0;
    std::optional<double> m_last; ///< when the last one was due
    double m_began;
    double m_spent = 0; ///< seconds in the decoder since then
    int m_decodings = 0; ///< of all pictures
    double m_cost = 0;  ///< seconds of the last one; 0: not known
    std::optional<double> m_lastSharp; ///< when this picture's was there
};

} // namespace calotype::diffusion
