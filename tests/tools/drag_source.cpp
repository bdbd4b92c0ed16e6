// A window that files are dragged out of, as out of a file manager: press it and move.
//
//     drag-source FILE…
//
// It tells on stdout, one line each, what becomes of it: "ready", "dragging", "accepted" and "refused" as what lies under
// the pointer would take it or not, and at the end "dropped" or "let go".

#include <QApplication>
#include <QDrag>
#include <QFileInfo>
#include <QLabel>
#include <QMimeData>
#include <QMouseEvent>
#include <QUrl>

#include <cstdio>

namespace {

void tell(const char *words)
{
    std::puts(words);
    std::fflush(stdout); // whoever drives it waits for the line
}

class Source final : public QLabel
{
public:
    explicit Source(const QList<QUrl> &files)
        : QLabel(QStringLiteral("Drag from here"))
        , m_files(files)
    {
        setWindowTitle(QStringLiteral("drag-source"));
        setWindowFlag(Qt::WindowStaysOnTopHint);
        setAlignment(Qt::AlignCenter);
        resize(160, 90);
    }

protected:
    void mousePressEvent(QMouseEvent *event) override { m_pressed = event->pos(); }

    void mouseMoveEvent(QMouseEvent *event) override
    {
        const bool isDrag = event->buttons().testFlag(Qt::LeftButton)
                            && (event->pos() - m_pressed).manhattanLength() >= QApplication::startDragDistance();
        if (isDrag)
            drag();
    }

private:
    void drag()
    {
        auto *const data = new QMimeData;
        data->setUrls(m_files);
        auto *const drag = new QDrag(this);
        drag->setMimeData(data);
        if (const QPixmap picture(m_files.front().toLocalFile()); !picture.isNull())
            drag->setPixmap(picture.scaled(96, 96, Qt::KeepAspectRatio, Qt::SmoothTransformation));
        connect(drag, &QDrag::actionChanged, this,
                [](Qt::DropAction action) { tell(action == Qt::IgnoreAction ? "refused" : "accepted"); });
        tell("dragging");
        tell(drag->exec(Qt::CopyAction) == Qt::IgnoreAction ? "let go" : "dropped");
    }

    QList<QUrl> m_files;
    QPoint m_pressed;
};

} // namespace

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    QList<QUrl> files;
    for (const QString &file : QApplication::arguments().mid(1))
        files.append(QUrl::fromLocalFile(QFileInfo(file).absoluteFilePath()));
    if (files.isEmpty()) {
        std::fputs("Name the files to be dragged.\n", stderr);
        return 2;
    }
    Source source(files);
    source.show();
    tell("ready");
    return QApplication::exec();
}
