#include "core/base/Error.h"
#include "core/formats/LegacyCheckpoint.h"
#include "core/formats/PickleReader.h"
#include "core/formats/ZipCheckpoint.h"
#include "tests/fuzz/TouchTensors.h"

using namespace calotype;

/// The same bytes as a zip checkpoint, as a legacy one, and as a bare pickle.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto file = formats::MappedFile::fromBytes("fuzz", fuzz::copyOf(data, size));
    try {
        fuzz::touchTensors(*formats::readZipCheckpoint(file));
    } catch (const Failure &) {
    }
    try {
        fuzz::touchTensors(*formats::readLegacyCheckpoint(file));
    } catch (const Failure &) {
    }
    try {
        std::size_t position = 0;
        formats::readPickle(file->bytes(), position, "fuzz");
        if (position > size)
            std::abort();
    } catch (const Failure &) {
    }
    return 0;
}
