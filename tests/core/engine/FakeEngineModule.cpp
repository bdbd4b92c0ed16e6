#include "core/engine/EngineModule.h"

#include "tests/support/FakeBackend.h"

#include <memory>

namespace {

calotype::GenerationBackend *makeBackend()
{
    return new calotype::tests::FakeBackend(std::make_shared<calotype::tests::FakeScript>());
}

// FAKE_ENGINE_VERSION is set by the build: this program's, or another one.
constexpr calotype::EngineEntry kEntry{FAKE_ENGINE_VERSION, "fake", &makeBackend};

} // namespace

extern "C" __attribute__((visibility("default"))) const calotype::EngineEntry *calotype_engine()
{
    return &kEntry;
}
