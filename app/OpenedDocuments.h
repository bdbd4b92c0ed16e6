#pragma once

#include <QObject>
#include <QStringList>

#include <functional>

namespace calotype::app {

/// Files that the system asks the running program to open, by an event (macOS: a double click on a document, a drop on the
/// program's icon). What is asked for before there is a window is kept for it.
class OpenedDocuments final : public QObject
{
    Q_OBJECT

public:
    using Take = std::function<void(const QStringList &files)>;

    /// Hears of it from now on. @param application  gets the events, and outlives this
    explicit OpenedDocuments(QObject &application);

    /// Hands over what was kept, and from then on everything at once. An empty @p take: everything is kept again.
    void handTo(Take take);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QStringList m_kept;
    Take m_take;
};

} // namespace calotype::app
