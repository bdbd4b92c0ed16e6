#include "core/base/Error.h"
#include "core/formats/SafetensorsFile.h"
#include "tests/fuzz/TouchTensors.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace calotype;
    try {
        fuzz::touchTensors(*formats::readSafetensors(formats::MappedFile::fromBytes("fuzz", fuzz::copyOf(data, size))));
    } catch (const Failure &) {
    }
    return 0;
}
