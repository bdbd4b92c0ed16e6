#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace calotype::formats {

enum class DType { F64, F32, F16, BF16, I64, I32, I16, I8, U8, Bool };

/// "F32", "BF16", … as safetensors writes them.
const char *dtypeName(DType dtype);
std::size_t dtypeSize(DType dtype);

/// The bytes of a dense tensor; nothing if a size is negative, or if that or the product of the sizes above zero does not
/// fit 63 bits (so that strides fit whenever there is a value).
std::optional<std::int64_t> shapeBytes(const std::vector<std::int64_t> &shape, DType dtype);

/// Strides, in elements, of a contiguous row-major tensor. @pre shapeBytes() has a value
std::vector<std::int64_t> rowMajorStrides(const std::vector<std::int64_t> &shape);

/// Where one tensor lies in its file and how to read it. @c data points into the file's memory map and is valid as
/// long as the TensorFile lives. Elements are little-endian and may be unaligned.
struct TensorView {
    std::string name;
    DType dtype = DType::F32;
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> strides; ///< in elements; row-major contiguous unless the pickle says otherwise
    const std::byte *data = nullptr;   ///< first element; null when the tensor is empty

    std::int64_t elements() const;
    std::int64_t span() const; ///< elements from the first to the last one, gaps included
    bool isContiguous() const;
};

/// A checked, memory-mapped file of named tensors. Everything was verified when it was opened: each view lies wholly
/// inside the file. Immutable; any thread.
class TensorFile
{
public:
    virtual ~TensorFile() = default;

    virtual const std::filesystem::path &path() const = 0;
    virtual const std::vector<TensorView> &tensors() const = 0; ///< in file order
    /// String metadata: safetensors' `__metadata__`, or scalar entries of a checkpoint (`global_step`, …).
    virtual const std::map<std::string, std::string> &metadata() const = 0;

    /// The tensor of that name, or null.
    virtual const TensorView *find(std::string_view name) const;

    /// Whether the file on disk is still what was opened; see MappedFile. True for what does not lie in a map.
    virtual bool isUnchanged() const;

    /// Has the system read a tensor of this file ahead, in its own time; nothing where it does not lie in the map.
    virtual void readAhead(const TensorView &tensor) const;
    /// Gives back the memory that a tensor of this file takes in this process, be it that it lies in the map; whoever
    /// looks at it later has it read again.
    virtual void letGo(const TensorView &tensor) const;
};

class MappedFile;

enum class TensorFileFormat { Unknown, Safetensors, PickleZip, PickleLegacy };

/// Tells what a file is by its first bytes, never by its name.
/// @throws Failure NotFound, Io
TensorFileFormat detectTensorFile(const std::filesystem::path &path);

/// Maps and checks a tensor file of any known format. Nested `state_dict` (and `params_ema`, `params`, `model`)
/// dictionaries of checkpoints are entered; names stay as they are inside it.
/// @throws Failure NotFound, Io, Damaged, Unsupported — a sentence that names the file and the fault
std::shared_ptr<const TensorFile> openTensorFile(const std::filesystem::path &path);
/// The same for a file that is mapped already, or for bytes in memory.
std::shared_ptr<const TensorFile> openTensorFile(std::shared_ptr<const MappedFile> file);

} // namespace calotype::formats
