#pragma once

#include <QByteArray>
#include <QDialog>
#include <QFileSystemWatcher>
#include <QTimer>

class QComboBox;
class QPlainTextEdit;

namespace calotype::ui {

/// Shows the end of the log, and follows it while it grows; lines of little weight can be left out. What is new is added
/// a few times a second: where the user is in it, and what he has selected, stays.
class LogViewer final : public QDialog
{
    Q_OBJECT

public:
    /// @param file  need not be there yet
    explicit LogViewer(const QString &file, QWidget *parent = nullptr);

private:
    void readAnew();
    void readOn();
    void addLines(const QByteArray &lines);

    QString m_file;
    QComboBox *m_least;
    QPlainTextEdit *m_text;
    QTimer m_pause;     ///< until the next look, once the file has changed
    QByteArray m_head;  ///< how the file begins: another one does where a full log was put aside
    qint64 m_place = 0; ///< where the first byte not shown lies
    int m_level = 0;    ///< of the last line
    QFileSystemWatcher m_watcher;
};

} // namespace calotype::ui
