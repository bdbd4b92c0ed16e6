#pragma once

#include "core/formats/TensorFile.h"

#include <optional>
#include <string_view>

namespace calotype::formats {

/// What a Python name in a pickle stands for. These are descriptions: no code is behind any of them.
enum class PickleRole {
    OrderedDict,
    RebuildTensor,    ///< (storage, offset, size, stride)
    RebuildTensorV2,  ///< … and requires_grad, backward_hooks
    RebuildTensorV3,  ///< … and the dtype, over an untyped storage
    RebuildParameter, ///< (tensor, requires_grad, backward_hooks): the tensor itself
    TypedStorage,     ///< torch.FloatStorage and its like; has a dtype
    UntypedStorage,   ///< bytes
    Dtype,            ///< torch.float16 and its like; has a dtype
    Size,             ///< torch.Size: the tuple itself
    Inert,            ///< a name that trained checkpoints carry beside their tensors; whatever is made of it is dropped
};

struct PickleGlobal {
    PickleRole role = PickleRole::Inert;
    std::optional<DType> dtype;
};

/// The one list of names that a checkpoint may use. Nothing for any other.
std::optional<PickleGlobal> allowedGlobal(std::string_view module, std::string_view name);

/// Whether a name is a torch number format that is known but not supported here (complex, quantized, 8-bit float).
bool isForeignTorchFormat(std::string_view module, std::string_view name);

} // namespace calotype::formats
