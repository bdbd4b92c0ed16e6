#include "core/diffusion/Device.h"

#include "core/base/Log.h"
#include "core/diffusion/Torch.h"
#include "core/engine/HeapPolicy.h"

#include <algorithm>
#include <fstream>
#include <set>
#include <thread>

#include <sys/resource.h>
#include <unistd.h>

#ifdef __APPLE__
#include <mach/mach.h>
#include <sys/sysctl.h>
#else
#include <sched.h>
#endif

#ifdef CALOTYPE_WITH_CUDA
#include <ATen/cuda/CUDAContext.h>
#include <c10/cuda/CUDACachingAllocator.h>
#include <c10/cuda/CUDAGuard.h>
#include <cuda_runtime_api.h>
#endif

namespace calotype::diffusion {

namespace {

#ifdef __APPLE__
std::string sysctlString(const char *name)
{
    char text[256] = {};
    std::size_t size = sizeof text - 1;
    return sysctlbyname(name, text, &size, nullptr, 0) == 0 ? std::string(text) : std::string();
}

std::int64_t sysctlNumber(const char *name)
{
    std::int64_t value = 0;
    std::size_t size = sizeof value;
    return sysctlbyname(name, &value, &size, nullptr, 0) == 0 ? value : 0;
}
#else
// A "Key: value" line of a /proc file.
std::string procValue(const char *file, const std::string &key)
{
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        if (line.rfind(key, 0) != 0)
            continue;
        const auto colon = line.find(':');
        const auto start = colon == std::string::npos ? colon : line.find_first_not_of(" \t", colon + 1);
        if (start != std::string::npos)
            return line.substr(start);
    }
    return {};
}

std::int64_t procKilobytes(const char *file, const std::string &key)
{
    const std::string value = procValue(file, key);
    return value.empty() ? 0 : std::stoll(value) * 1024;
}
#endif

std::int64_t freeBytesOfTheMachine()
{
#ifdef __APPLE__
    vm_statistics64_data_t vm{};
    mach_msg_type_number_t count = HOST_VM_INFO64_COUNT;
    if (host_statistics64(mach_host_self(), HOST_VM_INFO64, reinterpret_cast<host_info64_t>(&vm), &count) != KERN_SUCCESS)
        return 0;
    return static_cast<std::int64_t>(vm.free_count + vm.inactive_count) * static_cast<std::int64_t>(vm_page_size);
#else
    return procKilobytes("/proc/meminfo", "MemAvailable");
#endif
}

#ifdef CALOTYPE_WITH_CUDA
// Whether a call of the CUDA runtime did its work. The error of one that did not stays with the runtime until it is asked for:
// libtorch would find it after a launch of its own, and take it for that one's.
bool succeeded(cudaError_t status)
{
    if (status == cudaSuccess)
        return true;
    (void)cudaGetLastError();
    return false;
}
#endif

DeviceInfo cpu()
{
    DeviceInfo info;
    info.id = "cpu";
#ifdef __APPLE__
    info.name = sysctlString("machdep.cpu.brand_string");
    info.totalBytes = sysctlNumber("hw.memsize");
#else
    info.name = procValue("/proc/cpuinfo", "model name");
    info.totalBytes = procKilobytes("/proc/meminfo", "MemTotal");
#endif
    info.freeBytes = freeBytesOfTheMachine();
    if (info.name.empty())
        info.name = "Processor";
    return info;
}

} // namespace

std::vector<DeviceInfo> listDevices()
{
    std::vector<DeviceInfo> devices;
#ifdef CALOTYPE_WITH_CUDA
    for (int i = 0; torch::cuda::is_available() && i < static_cast<int>(torch::cuda::device_count()); ++i) {
        try {
            const c10::cuda::CUDAGuard guard(static_cast<c10::DeviceIndex>(i));
            std::size_t freeBytes = 0;
            std::size_t totalBytes = 0;
            if (!succeeded(cudaMemGetInfo(&freeBytes, &totalBytes)))
                continue;
            devices.push_back({"cuda:" + std::to_string(i), at::cuda::getDeviceProperties(i)->name,
                               static_cast<std::int64_t>(totalBytes), static_cast<std::int64_t>(freeBytes)});
        } catch (const c10::Error &error) { // a card that another process keeps for itself, or a broken one
            spdlog::warn("cuda:{} is passed over: {}", i, error.what_without_backtrace());
        }
    }
#endif
#ifdef __APPLE__
    if (at::hasMPS()) {
        DeviceInfo mps = cpu();
        mps.id = "mps";
        mps.name += " GPU";
        devices.push_back(mps);
    }
#endif
    devices.push_back(cpu());
    return devices;
}

int physicalCores()
{
#ifdef __APPLE__
    const auto cores = sysctlNumber("hw.physicalcpu");
    if (cores > 0)
        return static_cast<int>(cores);
#else
    // One entry for each set of hyper-threads among the processors that this process may use.
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    if (sched_getaffinity(0, sizeof allowed, &allowed) == 0) {
        std::set<std::string> cores;
        for (int i = 0; i < CPU_SETSIZE; ++i) {
            if (!CPU_ISSET(i, &allowed))
                continue;
            std::ifstream in("/sys/devices/system/cpu/cpu" + std::to_string(i) + "/topology/thread_siblings_list");
            std::string siblings;
            std::getline(in, siblings);
            cores.insert(siblings.empty() ? std::to_string(i) : siblings);
        }
        if (!cores.empty())
            return static_cast<int>(cores.size());
    }
#endif
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

bool answers(const std::string &device)
{
#ifdef CALOTYPE_WITH_CUDA
    if (device.rfind("cuda", 0) == 0) {
        try {
            const c10::cuda::CUDAGuard guard{torch::Device(device)};
            return succeeded(cudaDeviceSynchronize());
        } catch (const c10::Error &) {
            return false;
        }
    }
#endif
    (void)device;
    return true;
}

void emptyDeviceCache(const std::string &device)
{
#ifdef CALOTYPE_WITH_CUDA
    if (device.rfind("cuda", 0) == 0)
        c10::cuda::CUDACachingAllocator::emptyCache();
#endif
    if (device == "cpu")
        giveFreedMemoryBack(); // freed weights go back to the system, not only to the heap
}

std::int64_t freeMemoryBytes(const std::string &device)
{
#ifdef CALOTYPE_WITH_CUDA
    if (device.rfind("cuda", 0) == 0) {
        const torch::Device place(device);
        const Tensor first = torch::empty({1}, at::TensorOptions().device(place)); // brings the allocator to life
        const c10::cuda::CUDAGuard guard(first.device());
        std::size_t freeBytes = 0;
        std::size_t totalBytes = 0;
        if (!succeeded(cudaMemGetInfo(&freeBytes, &totalBytes)))
            return 0;
        const auto stats = c10::cuda::CUDACachingAllocator::getDeviceStats(first.device().index());
        return static_cast<std::int64_t>(freeBytes) + stats.reserved_bytes[0].current - stats.allocated_bytes[0].current;
    }
#endif
    (void)device;
    return freeBytesOfTheMachine();
}

std::int64_t peakMemoryBytes(const std::string &device)
{
#ifdef CALOTYPE_WITH_CUDA
    if (device.rfind("cuda", 0) == 0) {
        const auto index = torch::Device(device).index();
        const auto stats = c10::cuda::CUDACachingAllocator::getDeviceStats(index < 0 ? 0 : index);
        return stats.allocated_bytes[0].peak;
    }
#endif
    (void)device;
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
#ifdef __APPLE__
    return usage.ru_maxrss;
#else
    return static_cast<std::int64_t>(usage.ru_maxrss) * 1024;
#endif
}

std::int64_t usedMemoryBytes(const std::string &device)
{
#ifdef CALOTYPE_WITH_CUDA
    if (device.rfind("cuda", 0) == 0) {
        const torch::Device place(device);
        const Tensor first = torch::empty({1}, at::TensorOptions().device(place)); // brings the allocator to life
        const auto stats = c10::cuda::CUDACachingAllocator::getDeviceStats(first.device().index());
        return stats.allocated_bytes[0].current;
    }
#endif
    (void)device;
#ifdef __APPLE__
    mach_task_basic_info info{};
    mach_msg_type_number_t count = MACH_TASK_BASIC_INFO_COUNT;
    if (task_info(mach_task_self(), MACH_TASK_BASIC_INFO, reinterpret_cast<task_info_t>(&info), &count) == KERN_SUCCESS)
        return static_cast<std::int64_t>(info.resident_size);
    return 0;
#else
    return procKilobytes("/proc/self/status", "VmRSS");
#endif
}

} // namespace calotype::diffusion
