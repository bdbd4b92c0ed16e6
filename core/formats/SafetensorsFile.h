#pragma once

#include "core/formats/MappedFile.h"
#include "core/formats/TensorFile.h"

namespace calotype::formats {

/// Checks a safetensors file in full (header, and that its tensors tile the data without gap or overlap) and shows its
/// tensors; nothing is copied.
/// Format: https://github.com/huggingface/safetensors, "Format".
/// @throws Failure Damaged; Unsupported for number formats that no model here uses (F8_E4M3, …)
std::shared_ptr<const TensorFile> readSafetensors(std::shared_ptr<const MappedFile> file);

} // namespace calotype::formats
