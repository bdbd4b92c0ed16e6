#pragma once

#include "core/diffusion/Cancel.h"
#include "core/diffusion/Torch.h"

#include <functional>
#include <stop_token>
#include <string>

namespace calotype::diffusion {

class TextProjections;

/// Watches a network at work: called with a module's full diffusers name ("down_blocks.0.resnets.1") and what it gave.
/// The tensor must not be changed.
using BlockTap = std::function<void(const std::string &name, const Tensor &output)>;

/// What all blocks of one UNet pass share.
struct UNetPass {
    Tensor temb;    ///< SiLU of the time embedding, [B, 4 * C0]
    Tensor context; ///< text states for cross attention, [B, S, crossAttentionDim]
    const std::stop_token &stop;
    const BlockTap *tap = nullptr;
    TextProjections *projections = nullptr; ///< of context, from earlier passes and for later ones; null: made anew

    /// Called before each resnet and each transformer. @throws Failure Cancelled
    void enterBlock() const { throwIfStopped(stop); }
    void leaveBlock(const std::string &name, const Tensor &output) const
    {
        if (tap && *tap)
            (*tap)(name, output);
    }
};

} // namespace calotype::diffusion
