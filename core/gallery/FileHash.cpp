#include "core/gallery/FileHash.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>

namespace calotype::gallery {

QByteArray fileHash(const QString &path)
{
    if (!QFileInfo(path).isFile()) // a pipe would be waited for
        return {};
    QFile file(path);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!file.open(QIODevice::ReadOnly) || !hash.addData(&file))
        return {};
    return hash.result();
}

} // namespace calotype::gallery
