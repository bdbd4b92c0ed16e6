#include "tests/support/TestData.h"

#include <fstream>

namespace calotype::tests {

std::filesystem::path dataPath(const std::string &relative)
{
    return std::filesystem::path(CALOTYPE_TEST_DATA) / relative;
}

nlohmann::json loadJson(const std::string &relative)
{
    std::ifstream in(dataPath(relative));
    return nlohmann::json::parse(in);
}

} // namespace calotype::tests
