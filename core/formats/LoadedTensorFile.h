#pragma once

#include "core/formats/MappedFile.h"
#include "core/formats/TensorFile.h"

#include <string_view>
#include <unordered_map>

namespace calotype::formats {

/// What a reader found in a file, with the map that its views point into.
class LoadedTensorFile final : public TensorFile
{
public:
    struct Content {
        std::vector<TensorView> tensors; ///< names are unique
        std::map<std::string, std::string> metadata;
        std::vector<std::vector<std::byte>> converted; ///< bytes of views that could not point into the map
    };

    LoadedTensorFile(std::shared_ptr<const MappedFile> file, Content content);

    const std::filesystem::path &path() const override { return m_file->path(); }
    const std::vector<TensorView> &tensors() const override { return m_content.tensors; }
    const std::map<std::string, std::string> &metadata() const override { return m_content.metadata; }
    const TensorView *find(std::string_view name) const override;
    bool isUnchanged() const override;
    void readAhead(const TensorView &tensor) const override;
    void letGo(const TensorView &tensor) const override;

private:
    std::shared_ptr<const MappedFile> m_file;
    Content m_content;
    std::unordered_map<std::string_view, const TensorView *> m_index;
};

} // namespace calotype::formats
