#pragma once

namespace calotype {

/// Sets what the engine module's libraries read once, when they are loaded. What the user has set stays.
/// - OMP_WAIT_POLICY=passive: threads that wait for work sleep; spinning ones take the processor from OpenBLAS's own
///   threads and from the window (measured: 2 to 3 times slower attention on two cores).
/// - OPENBLAS_CORETYPE=SKYLAKEX on AMD's Zen 4 and later: OpenBLAS up to 0.3.21 takes them for a Haswell and leaves half
///   of their arithmetic unused (measured: products 2.6 times as fast).
/// - glibc's malloc: one heap, and what a sampling step frees stays there for the next one; giving it back and getting
///   it again, page by page, takes up to a fifth of a convolution. Unloading a model gives it back (malloc_trim).
///
/// Call it in main(), before there is another thread: the environment has no lock. openEngine() calls it too, for
/// programs that do not; only the first call does something.
void prepareEngineEnvironment();

} // namespace calotype
