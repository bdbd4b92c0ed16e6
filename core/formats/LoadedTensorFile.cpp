#include "core/formats/LoadedTensorFile.h"

#include <span>
#include <utility>

namespace calotype::formats {

namespace {

std::span<const std::byte> bytesOf(const TensorView &tensor)
{
    return {tensor.data, tensor.data ? static_cast<std::size_t>(tensor.span()) * dtypeSize(tensor.dtype) : 0};
}

} // namespace

LoadedTensorFile::LoadedTensorFile(std::shared_ptr<const MappedFile> file, Content content)
    : m_file(std::move(file))
    , m_content(std::move(content))
{
    m_index.reserve(m_content.tensors.size());
    for (const TensorView &tensor : m_content.tensors)
        m_index.emplace(tensor.name, &tensor);
}

const TensorView *LoadedTensorFile::find(std::string_view name) const
{
    const auto found = m_index.find(name);
    return found == m_index.end() ? nullptr : found->second;
}

bool LoadedTensorFile::isUnchanged() const
{
    return m_file->isUnchanged();
}

void LoadedTensorFile::readAhead(const TensorView &tensor) const
{
    m_file->readAhead(bytesOf(tensor));
}

void LoadedTensorFile::letGo(const TensorView &tensor) const
{
    m_file->letGo(bytesOf(tensor));
}

} // namespace calotype::formats
