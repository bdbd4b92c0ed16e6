#include "ui/desktop/Desktop.h"

#include <QApplication>
#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QUrl>

namespace calotype::ui {

void Desktop::notify(const QString &title, const QString &text, Sound sound)
{
    Q_UNUSED(title)
    Q_UNUSED(text)
    if (sound != Sound::None)
        playSound();
}

void Desktop::playSound()
{
    QApplication::beep();
}

void Desktop::reveal(const QString &path)
{
    const QFileInfo folder(QFileInfo(path).absolutePath());
    if (!folder.isDir() || !QDesktopServices::openUrl(QUrl::fromLocalFile(folder.filePath())))
        Q_EMIT failed(tr("The folder “%1” cannot be opened; check that it is still there.").arg(QDir::toNativeSeparators(folder.filePath())));
}

void Desktop::openWith(const QString &path)
{
    if (!QFileInfo::exists(path))
        Q_EMIT failed(tr("“%1” is not there any more; look for it in the trash, or where it was moved.").arg(QDir::toNativeSeparators(path)));
    else if (!QDesktopServices::openUrl(QUrl::fromLocalFile(path)))
        Q_EMIT failed(tr("No program opens “%1”; choose one for its kind in the system’s settings.").arg(QDir::toNativeSeparators(path)));
}

} // namespace calotype::ui
