#pragma once

#include "core/diffusion/Torch.h"

#include <cstddef>
#include <functional>
#include <string>
#include <utility>

namespace calotype::diffusion {

/// Is shown the tensors that a sampler carries from one evaluation to the next, each under a name of its own; it may
/// read or replace them. Saving and restoring a run walk the same way through it.
class StateVisitor
{
public:
    using Seen = std::function<void(const std::string &name, Tensor &tensor)>;

    explicit StateVisitor(Seen seen)
        : m_seen(std::move(seen))
    {
    }

    /// One tensor; passed over while it is undefined.
    void show(const std::string &name, Tensor &tensor) const
    {
        if (tensor.defined())
            m_seen(name, tensor);
    }

    /// A history: its tensors are called name.0, name.1, …
    template<typename List>
    void showEach(const std::string &name, List &tensors) const
    {
        std::size_t i = 0;
        for (Tensor &tensor : tensors)
            show(name + "." + std::to_string(i++), tensor);
    }

private:
    Seen m_seen;
};

} // namespace calotype::diffusion
