#include "core/jobs/FreeRoom.h"

#include "core/shared/DiskRoom.h"

#include <QFile>

#ifdef __APPLE__
#include <mach/mach.h>
#endif

namespace calotype::jobs {

qint64 freeMemoryBytes()
{
#ifdef __APPLE__
    vm_statistics64_data_t vm{};
    mach_msg_type_number_t count = HOST_VM_INFO64_COUNT;
    if (host_statistics64(mach_host_self(), HOST_VM_INFO64, reinterpret_cast<host_info64_t>(&vm), &count) != KERN_SUCCESS)
        return 0;
    return static_cast<qint64>(vm.free_count + vm.inactive_count) * static_cast<qint64>(vm_page_size);
#else
    QFile info(QStringLiteral("/proc/meminfo"));
    if (!info.open(QIODevice::ReadOnly))
        return 0;
    for (QByteArray line = info.readLine(); !line.isEmpty(); line = info.readLine()) {
        if (line.startsWith("MemAvailable:")) // "MemAvailable:   12345678 kB"
            return line.mid(13).simplified().split(' ').first().toLongLong() * 1024;
    }
    return 0;
#endif
}

qint64 freeFolderBytes(const QString &folder)
{
    return freeDiskBytes(folder);
}

} // namespace calotype::jobs
