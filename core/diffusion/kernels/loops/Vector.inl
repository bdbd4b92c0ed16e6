// Vectors of floats as the compiler knows them (GCC, Clang), and the exponential function.
#define CALOTYPE_LOOPS_INLINE CALOTYPE_LOOPS_TARGET __attribute__((always_inline)) static inline

namespace calotype::diffusion {
namespace {

constexpr std::int64_t kLanes = CALOTYPE_LOOPS_LANES;
constexpr std::int64_t kPanel = 2 * kLanes;

typedef float Vec __attribute__((vector_size(4 * CALOTYPE_LOOPS_LANES)));
typedef float LooseVec __attribute__((vector_size(4 * CALOTYPE_LOOPS_LANES), aligned(4), may_alias)); // in memory
typedef std::int32_t IntVec __attribute__((vector_size(4 * CALOTYPE_LOOPS_LANES)));

CALOTYPE_LOOPS_INLINE Vec load(const float *p)
{
    return *reinterpret_cast<const LooseVec *>(p);
}

CALOTYPE_LOOPS_INLINE void store(float *p, Vec v)
{
    *reinterpret_cast<LooseVec *>(p) = v;
}

CALOTYPE_LOOPS_INLINE Vec all(float x)
{
    return x - Vec{};
}

// A lane of NaN in x stays.
CALOTYPE_LOOPS_INLINE Vec atLeast(Vec x, float low)
{
    return x < low ? all(low) : x;
}

CALOTYPE_LOOPS_INLINE Vec atMost(Vec x, float high)
{
    return x > high ? all(high) : x;
}

// e^x for x up to 88, to about 1e-7 of the value; 0 below -87. The argument is n ln 2 + r, and e^r a Taylor polynomial
// of degree 7 (|r| <= ln 2 / 2: the rest is under 6e-9).
CALOTYPE_LOOPS_INLINE Vec exponential(Vec x)
{
    constexpr float kRound = 12582912.0F; // 1.5 * 2^23: what is added to it becomes a whole number
    const Vec bounded = atLeast(x, -87.0F);
    const Vec shifted = bounded * 1.44269504F + kRound;
    const Vec n = shifted - kRound;
    const Vec r = bounded - n * 0.693359375F + n * 2.12194440e-4F;
    Vec p = r * (1.0F / 5040) + 1.0F / 720;
    p = p * r + 1.0F / 120;
    p = p * r + 1.0F / 24;
    p = p * r + 1.0F / 6;
    p = p * r + 0.5F;
    p = p * r + 1.0F;
    p = p * r + 1.0F;
    const IntVec power = reinterpret_cast<IntVec>(shifted) << 23;
    const Vec result = reinterpret_cast<Vec>(reinterpret_cast<IntVec>(p) + power);
    return x < -87.0F ? Vec{} : x == x ? result : x;
}

} // namespace
} // namespace calotype::diffusion
