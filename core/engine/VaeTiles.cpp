#include "core/engine/VaeTiles.h"

namespace calotype {

const char *vaeTilesName(VaeTiles tiles)
{
    switch (tiles) {
    case VaeTiles::Auto: return "auto";
    case VaeTiles::On: return "on";
    case VaeTiles::Off: break;
    }
    return "off";
}

std::optional<VaeTiles> vaeTilesOf(std::string_view word)
{
    for (const VaeTiles tiles : {VaeTiles::Auto, VaeTiles::On, VaeTiles::Off}) {
        if (word == vaeTilesName(tiles))
            return tiles;
    }
    return {};
}

} // namespace calotype
