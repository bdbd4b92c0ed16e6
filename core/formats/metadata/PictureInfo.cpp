#include "core/formats/metadata/PictureInfo.h"

#include <algorithm>
#include <utility>

namespace calotype::formats {

const PictureField *PictureInfo::find(std::string_view name) const
{
    const auto found = std::find_if(fields.begin(), fields.end(), [name](const PictureField &f) { return f.name == name; });
    return found == fields.end() ? nullptr : &*found;
}

void PictureInfo::set(std::string_view name, nlohmann::json value, FieldState state, std::string note)
{
    PictureField field{std::string(name), std::move(value), state, std::move(note)};
    const auto found = std::find_if(fields.begin(), fields.end(), [name](const PictureField &f) { return f.name == name; });
    if (found == fields.end())
        fields.push_back(std::move(field));
    else
        *found = std::move(field);
}

} // namespace calotype::formats
