#pragma once

#include "core/diffusion/Torch.h"
#include "core/formats/TensorFile.h"
#include "tests/support/TestData.h"

#include <string>

namespace calotype::tests {

inline torch::ScalarType torchType(formats::DType dtype)
{
    using formats::DType;
    switch (dtype) {
    case DType::F64: return torch::kFloat64;
    case DType::F32: return torch::kFloat32;
    case DType::F16: return torch::kFloat16;
    case DType::BF16: return torch::kBFloat16;
    case DType::I64: return torch::kInt64;
    case DType::I32: return torch::kInt32;
    case DType::I16: return torch::kInt16;
    case DType::I8: return torch::kInt8;
    case DType::U8: return torch::kUInt8;
    case DType::Bool: return torch::kBool;
    }
    return torch::kFloat32;
}

/// A golden safetensors file: the tensors are copies.
class Golden
{
public:
    explicit Golden(const std::string &relative)
        : m_file(formats::openTensorFile(dataPath(relative)))
    {
    }

    bool has(const std::string &name) const { return m_file->find(name) != nullptr; }

    /// Aborts the test's process with the name if there is no such tensor.
    torch::Tensor operator[](const std::string &name) const
    {
        const formats::TensorView *view = m_file->find(name);
        if (!view)
            throw std::runtime_error("golden file has no tensor " + name);
        auto out = torch::empty(view->shape, torchType(view->dtype));
        if (view->data)
            std::memcpy(out.data_ptr(), view->data, out.nbytes());
        return out;
    }

private:
    std::shared_ptr<const formats::TensorFile> m_file;
};

/// The largest absolute difference; infinite for other shapes, and for anything not finite.
inline double maxAbsDiff(const torch::Tensor &a, const torch::Tensor &b)
{
    if (a.sizes() != b.sizes())
        return std::numeric_limits<double>::infinity();
    if (a.numel() == 0)
        return 0;
    const double diff = (a.to(torch::kFloat64) - b.to(torch::kFloat64)).abs().max().item<double>();
    return std::isnan(diff) ? std::numeric_limits<double>::infinity() : diff;
}

} // namespace calotype::tests

/// Compares tensors within an absolute tolerance and says how far off they were.
#define COMPARE_TENSORS(actual, expected, tolerance) \
    do { \
        const double difference_ = calotype::tests::maxAbsDiff((actual), (expected)); \
        QVERIFY2(difference_ <= (tolerance), \
                 qPrintable(QStringLiteral("largest difference %1, allowed %2").arg(difference_).arg(tolerance))); \
    } while (false)
