// The product of a strip with a panel: tiles of a few rows whose sums stay in registers while the depth runs.
namespace calotype::diffusion {
namespace {

constexpr int kTileRows = CALOTYPE_LOOPS_TILE_ROWS;

template<int Rows, bool Transposed>
CALOTYPE_LOOPS_TARGET void multiplyTile(const float *a, std::int64_t aStride, const float *b, std::int64_t depth, float *c,
                                        bool accumulate)
{
    Vec left[Rows];
    Vec right[Rows];
#pragma GCC unroll 16
    for (int row = 0; row < Rows; ++row) {
        left[row] = accumulate ? load(c + row * kPanel) : Vec{};
        right[row] = accumulate ? load(c + row * kPanel + kLanes) : Vec{};
    }
    for (std::int64_t k = 0; k < depth; ++k) {
        const Vec b0 = load(b);
        const Vec b1 = load(b + kLanes);
#pragma GCC unroll 16
        for (int row = 0; row < Rows; ++row) {
            const Vec x = all(Transposed ? a[row] : a[row * aStride]);
            left[row] += x * b0;
            right[row] += x * b1;
        }
        b += kPanel;
        a += Transposed ? aStride : 1;
    }
#pragma GCC unroll 16
    for (int row = 0; row < Rows; ++row) {
        store(c + row * kPanel, left[row]);
        store(c + row * kPanel + kLanes, right[row]);
    }
}

using TileFunction = void (*)(const float *, std::int64_t, const float *, std::int64_t, float *, bool);

template<bool Transposed, int... Less>
struct TileTable {
    static constexpr TileFunction functions[] = {&multiplyTile<Less + 1, Transposed>...};
};

// One entry for each number of rows, 1 to kTileRows.
#if CALOTYPE_LOOPS_TILE_ROWS == 14
template<bool Transposed>
using Tiles = TileTable<Transposed, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13>;
#else
template<bool Transposed>
using Tiles = TileTable<Transposed, 0, 1, 2, 3, 4, 5>;
#endif

CALOTYPE_LOOPS_TARGET void multiply(const PanelProduct &p)
{
    // Tiles of nearly equal height: a last tile of one row would take as long as one of four.
    const std::int64_t tiles = (p.rows + kTileRows - 1) / kTileRows;
    std::int64_t row = 0;
    for (std::int64_t tile = 0; tile < tiles; ++tile) {
        const std::int64_t rows = (p.rows - row) / (tiles - tile);
        float *c = p.c + row * kPanel;
        if (p.transposed) {
            Tiles<true>::functions[rows - 1](p.a + row, p.aStride, p.b, p.depth, c, p.accumulate);
        } else {
            Tiles<false>::functions[rows - 1](p.a + row * p.aStride, p.aStride, p.b, p.depth, c, p.accumulate);
        }
        row += rows;
    }
}

} // namespace
} // namespace calotype::diffusion
