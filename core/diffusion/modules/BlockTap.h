#pragma once

#include "core/diffusion/Cancel.h"
#include "core/diffusion/Torch.h"

#include <functional>
#include <stop_token>
#include <string>

namespace calotype::diffusion {

class TextProjections;

/// Watches a network at work: called with a module's full diffusers name ("down_blocks.0.resnets.1") and what it gave.
/// The tensor must not be changed, and may be worked on further afterwards: what is to be kept is copied.
using BlockTap = std::function<void(const std::string &name, const Tensor &output)>;

/// One pass of any network: who may stop it, and who watches.
struct BlockPass {
    const std::stop_token &stop;
    const BlockTap *tap = nullptr;

    /// Called before each block, and between a block's costly parts. @throws Failure Cancelled
    void enterBlock() const { throwIfStopped(stop); }
    void leaveBlock(const std::string &name, const Tensor &output) const
    {
        if (tap && *tap)
            (*tap)(name, output);
    }
};

/// What all blocks of one UNet pass share.
struct UNetPass : BlockPass {
    Tensor temb;    ///< SiLU of the time embedding, [B, 4 * C0]
    Tensor context; ///< text states for cross attention, [B, S, crossAttentionDim]
    TextProjections *projections = nullptr; ///< of context, from earlier passes and for later ones; null: made anew
};

} // namespace calotype::diffusion
