// That nothing within the UNet waits for a card's answer, shown without one: the meta device knows shapes and no numbers, so
// whatever would read a number back throws.

#include "core/diffusion/modules/TextProjections.h"
#include "core/diffusion/modules/UNet.h"
#include "tests/support/ModelFixtures.h"
#include "tests/support/TestMain.h"
#include "tests/support/TinyModels.h"

#include <torch/library.h>

#include <QtTest>

#include <optional>
#include <tuple>

#define CALOTYPE_SAFE_SOFTMAX (TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 5))

using namespace calotype;
using namespace calotype::diffusion;
using namespace calotype::tests;

namespace {

using Optional = c10::optional<Tensor>;

// What libtorch leaves to each device: here the shapes alone.

Tensor convolution(const Tensor &x, const Tensor &weight, const Optional &, at::IntArrayRef stride, at::IntArrayRef padding,
                   at::IntArrayRef, bool, at::IntArrayRef, std::int64_t)
{
    const auto along = [&](std::int64_t dim) {
        const auto axis = static_cast<std::size_t>(dim - 2);
        return (x.size(dim) + 2 * padding[axis] - weight.size(dim)) / stride[axis] + 1;
    };
    return torch::empty({x.size(0), weight.size(0), along(2), along(3)}, x.options());
}

std::tuple<Tensor, Tensor, Tensor> groupNorm(const Tensor &x, const Optional &, const Optional &, std::int64_t count,
                                             std::int64_t, std::int64_t, std::int64_t groups, double)
{
    const Tensor moments = torch::empty({count, groups}, x.options());
    return {torch::empty_like(x), moments, moments};
}

std::tuple<Tensor, Tensor, Tensor> layerNorm(const Tensor &x, at::IntArrayRef, const Optional &, const Optional &, double)
{
    const Tensor moments = torch::empty({x.size(0), x.size(1), 1}, x.options());
    return {torch::empty_like(x), moments, moments};
}

#if CALOTYPE_SAFE_SOFTMAX
Tensor softmax(const Tensor &x, std::int64_t, std::optional<at::ScalarType>)
{
    return torch::empty_like(x);
}
#endif

} // namespace

TORCH_LIBRARY_IMPL(aten, Meta, library)
{
    library.impl("convolution_overrideable", convolution);
    library.impl("native_group_norm", groupNorm);
    library.impl("native_layer_norm", layerNorm);
#if CALOTYPE_SAFE_SOFTMAX
    library.impl("_safe_softmax", softmax); // within its attention
#endif
}

class DeviceWaitTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsReadBackInAnEvaluation_data();
    void nothingIsReadBackInAnEvaluation();
};

void DeviceWaitTest::nothingIsReadBackInAnEvaluation_data()
{
    QTest::addColumn<QString>("model");
    for (const char *model : {"sd15-tiny", "sd15-inpaint-tiny", "sd21-tiny.ckpt", "sdxl-tiny"})
        QTest::newRow(model) << model;
}

void DeviceWaitTest::nothingIsReadBackInAnEvaluation()
{
    QFETCH(QString, model);
    c10::InferenceMode guard;
    const auto description = tinyModel(model.toStdString());
    const UNet unet(description.unet,
                    Weights([](const std::string &, at::IntArrayRef shape) { return torch::empty(shape, torch::kMeta); },
                            torch::kMeta, torch::kFloat16));
    const auto onDevice = [](at::IntArrayRef shape) {
        return torch::empty(shape, at::TensorOptions().device(torch::kMeta).dtype(torch::kFloat16));
    };
    UNetCondition condition;
    condition.context = onDevice({2, 77, description.unet.crossAttentionDim});
    if (description.unet.additionTimeEmbedDim > 0) {
        const auto ids = std::int64_t{6};
        condition.textEmbeds = onDevice({2, description.unet.additionInputDim - ids * description.unet.additionTimeEmbedDim});
        condition.timeIds = onDevice({2, ids});
    }
    TextProjections projections;
    const Tensor out = unet.forward(onDevice({2, description.unet.inChannels, 16, 24}), 500, condition, {}, nullptr, &projections);
    QVERIFY(out.is_meta());
    QCOMPARE(out.sizes().vec(), (std::vector<std::int64_t>{2, 4, 16, 24}));
}

CALOTYPE_GUILESS_TEST(DeviceWaitTest)
#include "DeviceWaitTest.moc"
