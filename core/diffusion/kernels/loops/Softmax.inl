// Softmax down the columns of a panel, a block of rows at a time.
namespace calotype::diffusion {
namespace {

CALOTYPE_LOOPS_TARGET void softmaxBlock(float *scores, std::int64_t rows, const SoftmaxState &state)
{
    for (std::int64_t half = 0; half < kPanel; half += kLanes) {
        float *column = scores + half;
        const Vec before = load(state.largest + half);
        // Two chains, as each maximum waits for the one before.
        Vec even = before;
        Vec odd = before;
        std::int64_t row = 0;
        for (; row + 1 < rows; row += 2) {
            const Vec a = load(column + row * kPanel);
            const Vec b = load(column + (row + 1) * kPanel);
            even = even > a ? even : a;
            odd = odd > b ? odd : b;
        }
        if (row < rows) {
            const Vec a = load(column + row * kPanel);
            even = even > a ? even : a;
        }
        const Vec largest = even > odd ? even : odd;
        Vec sum{};
        for (row = 0; row < rows; ++row) {
            const Vec value = exponential(load(column + row * kPanel) - largest);
            store(column + row * kPanel, value);
            sum += value;
        }
        const Vec shrink = exponential(before - largest);
        store(state.shrink + half, shrink);
        store(state.sum + half, load(state.sum + half) * shrink + sum);
        store(state.largest + half, largest);
    }
}

CALOTYPE_LOOPS_TARGET void scaleColumns(float *values, std::int64_t rows, const float *factors)
{
    const Vec left = load(factors);
    const Vec right = load(factors + kLanes);
    for (std::int64_t row = 0; row < rows; ++row) {
        float *p = values + row * kPanel;
        store(p, load(p) * left);
        store(p + kLanes, load(p + kLanes) * right);
    }
}

} // namespace
} // namespace calotype::diffusion
