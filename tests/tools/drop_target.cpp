// A window that takes what is dropped on it, as a file manager, a chat or another picture program does.
//
//     drop-target
//
// It tells on stdout, one line each: "ready"; "over" when something that it takes is above it; and of what is dropped
// "url URL" and "file WIDTHxHEIGHT" for each file ("file unreadable" for what is no picture), "pixels WIDTHxHEIGHT" where it
// came as pixels too, and "end".

#include <QApplication>
#include <QDropEvent>
#include <QImage>
#include <QLabel>
#include <QMimeData>
#include <QUrl>

#include <cstdio>

namespace {

void tell(const QString &words)
{
    std::puts(qPrintable(words));
    std::fflush(stdout); // whoever drives it waits for the line
}

QString sizeOf(const QImage &image)
{
    return image.isNull() ? QStringLiteral("unreadable") : QStringLiteral("%1x%2").arg(image.width()).arg(image.height());
}

class Target final : public QLabel
{
public:
    Target()
        : QLabel(QStringLiteral("Drop here"))
    {
        setWindowTitle(QStringLiteral("drop-target"));
        setWindowFlag(Qt::WindowStaysOnTopHint);
        setAlignment(Qt::AlignCenter);
        setAcceptDrops(true);
        resize(160, 90);
    }

protected:
    void dragEnterEvent(QDragEnterEvent *event) override
    {
        if (!event->mimeData()->hasUrls() && !event->mimeData()->hasImage())
            return;
        event->acceptProposedAction();
        tell(QStringLiteral("over"));
    }

    void dropEvent(QDropEvent *event) override
    {
        const QMimeData &data = *event->mimeData();
        for (const QUrl &url : data.urls()) {
            tell(QStringLiteral("url ") + url.toString(QUrl::FullyEncoded));
            if (url.isLocalFile())
                tell(QStringLiteral("file ") + sizeOf(QImage(url.toLocalFile())));
        }
        if (data.hasImage())
            tell(QStringLiteral("pixels ") + sizeOf(qvariant_cast<QImage>(data.imageData())));
        event->acceptProposedAction();
        tell(QStringLiteral("end"));
    }
};

} // namespace

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    Target target;
    target.show();
    tell(QStringLiteral("ready"));
    return QApplication::exec();
}
