#include "core/formats/LoadedTensorFile.h"

#include <utility>

namespace calotype::formats {

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

} // namespace calotype::formats
