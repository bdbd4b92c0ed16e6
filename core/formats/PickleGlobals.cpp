#include "core/formats/PickleGlobals.h"

#include <algorithm>
#include <array>

namespace calotype::formats {

namespace {

struct Row {
    std::string_view module;
    std::string_view name;
    PickleGlobal global;
};

constexpr Row typed(std::string_view name, DType dtype)
{
    return {"torch", name, {PickleRole::TypedStorage, dtype}};
}

constexpr Row format(std::string_view name, DType dtype)
{
    return {"torch", name, {PickleRole::Dtype, dtype}};
}

constexpr Row plain(std::string_view module, std::string_view name, PickleRole role)
{
    return {module, name, {role, std::nullopt}};
}

constexpr std::array kAllowed{
    plain("collections", "OrderedDict", PickleRole::OrderedDict),
    plain("torch._utils", "_rebuild_tensor", PickleRole::RebuildTensor),
    plain("torch._utils", "_rebuild_tensor_v2", PickleRole::RebuildTensorV2),
    plain("torch._utils", "_rebuild_tensor_v3", PickleRole::RebuildTensorV3),
    plain("torch._utils", "_rebuild_parameter", PickleRole::RebuildParameter),
    plain("torch._utils", "_rebuild_parameter_with_state", PickleRole::RebuildParameter),
    typed("DoubleStorage", DType::F64),
    typed("FloatStorage", DType::F32),
    typed("HalfStorage", DType::F16),
    typed("BFloat16Storage", DType::BF16),
    typed("LongStorage", DType::I64),
    typed("IntStorage", DType::I32),
    typed("ShortStorage", DType::I16),
    typed("CharStorage", DType::I8),
    typed("ByteStorage", DType::U8),
    typed("BoolStorage", DType::Bool),
    plain("torch", "UntypedStorage", PickleRole::UntypedStorage),
    plain("torch.storage", "UntypedStorage", PickleRole::UntypedStorage),
    plain("torch.storage", "_UntypedStorage", PickleRole::UntypedStorage),
    format("float64", DType::F64),
    format("float32", DType::F32),
    format("float16", DType::F16),
    format("bfloat16", DType::BF16),
    format("int64", DType::I64),
    format("int32", DType::I32),
    format("int16", DType::I16),
    format("int8", DType::I8),
    format("uint8", DType::U8),
    format("bool", DType::Bool),
    plain("torch", "Size", PickleRole::Size),
    // The callback state and the best score in the published Stable Diffusion 1.x checkpoints.
    plain("pytorch_lightning.callbacks.model_checkpoint", "ModelCheckpoint", PickleRole::Inert),
    plain("pytorch_lightning.callbacks", "ModelCheckpoint", PickleRole::Inert),
    plain("numpy.core.multiarray", "scalar", PickleRole::Inert),
    plain("numpy._core.multiarray", "scalar", PickleRole::Inert),
    plain("numpy", "dtype", PickleRole::Inert),
    plain("_codecs", "encode", PickleRole::Inert),
    plain("torch", "device", PickleRole::Inert),
    plain("__builtin__", "set", PickleRole::Inert),
    plain("builtins", "set", PickleRole::Inert),
};

} // namespace

std::optional<PickleGlobal> allowedGlobal(std::string_view module, std::string_view name)
{
    const auto found = std::find_if(kAllowed.begin(), kAllowed.end(),
                                    [&](const Row &row) { return row.module == module && row.name == name; });
    return found == kAllowed.end() ? std::nullopt : std::optional(found->global);
}

bool isForeignTorchFormat(std::string_view module, std::string_view name)
{
    if (module != "torch")
        return false;
    for (const std::string_view start : {"float8_", "complex", "qint", "quint", "uint16", "uint32", "uint64"}) {
        if (name.starts_with(start))
            return true;
    }
    return name.ends_with("Storage") && (name.starts_with("Complex") || name.starts_with("QInt") || name.starts_with("QUInt"));
}

} // namespace calotype::formats
