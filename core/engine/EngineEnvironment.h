#pragma once

namespace calotype {

/// Sets what the engine module's libraries read once, when they are loaded. What the user has set stays.
/// - OMP_WAIT_POLICY=passive: threads that wait for work sleep; spinning ones take the processor from OpenBLAS's own
///   threads and from the window (measured: 2 to 3 times slower attention on two cores).
/// - OPENBLAS_CORETYPE=SKYLAKEX on AMD's Zen 4 and later: OpenBLAS up to 0.3.21 takes them for a Haswell and leaves half
///   of their arithmetic unused (measured: products 2.6 times as fast).
/// And it settles how memory is taken from the system; see HeapPolicy.h.
///
/// Call it in main(), before there is another thread: the environment has no lock. openEngine() calls it too, for
/// programs that do not; only the first call does something.
void prepareEngineEnvironment();

} // namespace calotype
