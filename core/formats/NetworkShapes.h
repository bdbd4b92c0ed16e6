#pragma once

#include "core/formats/ModelDescription.h"
#include "core/formats/TensorNames.h"

namespace calotype::formats {

/// Configurations read off the shapes of single-file checkpoints. What shapes do not tell follows the convention of the
/// kind: 8 heads per level for SD 1, else width / 64; 32 norm groups; quick_gelu in CLIP, gelu in OpenCLIP.
/// @throws Failure Damaged if tensors are missing, Unsupported for networks of another build

/// A UNet in the original layout, named from "input_blocks" on: the first entry of @c heads is 8 for SD 1 (convolutional
/// projections). additionTimeEmbedDim, upcastAttention and sampleSize are left to the caller.
UNetConfig unetFromShapes(const TensorNames &names);

/// A CLIP text encoder in transformers' words, named from "text_model" on, or from the word behind it.
ClipTextConfig clipFromShapes(const TensorNames &names);

/// An OpenCLIP text tower, named from "transformer.resblocks" on. All its layers are counted.
ClipTextConfig openClipFromShapes(const TensorNames &names);

/// An autoencoder named from "encoder" on; its scaling factor and forceUpcast are @p known's.
VaeConfig vaeFromShapes(const TensorNames &names, NameLayout layout, const VaeConfig &known);

} // namespace calotype::formats
