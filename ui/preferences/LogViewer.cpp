#include "ui/preferences/LogViewer.h"

#include "ui/Form.h"
#include "ui/WheelGuard.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFile>
#include <QFileInfo>
#include <QFontDatabase>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>

namespace calotype::ui {

namespace {

constexpr qint64 kMostBytes = 512 << 10;
constexpr int kMostLines = 10'000;
constexpr int kPause = 300; // milliseconds
constexpr qint64 kHeadBytes = 128; // has the time of the first line

const QStringList &levels()
{
    static const QStringList words{QStringLiteral("trace"), QStringLiteral("debug"), QStringLiteral("info"), QStringLiteral("warning"),
                                   QStringLiteral("error"), QStringLiteral("critical")};
    return words;
}

/// The third word of a line; a line that goes on with the one before has none.
int levelOf(const QString &line)
{
    return static_cast<int>(levels().indexOf(line.section(u' ', 2, 2)));
}

} // namespace

LogViewer::LogViewer(const QString &file, QWidget *parent)
    : QDialog(parent)
    , m_file(file)
    , m_least(new QComboBox(this))
    , m_text(new QPlainTextEdit(this))
{
    setObjectName(QStringLiteral("logViewer"));
    setWindowTitle(tr("Log"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_least->setObjectName(QStringLiteral("leastLevel"));
    m_least->addItem(tr("Everything"), 0);
    m_least->addItem(tr("Warnings and errors"), 3);
    m_least->addItem(tr("Errors"), 4);
    WheelGuard::protect(m_least);
    m_text->setObjectName(QStringLiteral("logText"));
    m_text->setAccessibleName(tr("Log"));
    m_text->setReadOnly(true);
    m_text->setMaximumBlockCount(kMostLines);
    m_text->setPlaceholderText(tr("There is nothing in the log yet."));
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    auto *const buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto *const column = new QVBoxLayout(this);
    column->addWidget(labelled(tr("&Show"), m_least, tr("Which lines are shown")));
    column->addWidget(m_text, 1);
    column->addWidget(buttons);
    resize(820, 520);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPause);
    connect(&m_pause, &QTimer::timeout, this, &LogViewer::readOn);
    connect(m_least, &QComboBox::currentIndexChanged, this, &LogViewer::readAnew);
    const auto lookSoon = [this] {
        if (!m_pause.isActive())
            m_pause.start();
    };
    m_watcher.addPath(QFileInfo(m_file).absolutePath());
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, lookSoon);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, lookSoon);
    readAnew();
}

void LogViewer::readAnew()
{
    m_text->clear();
    m_head.clear();
    m_place = 0;
    m_level = 0;
    readOn();
}

void LogViewer::readOn()
{
    QFile file(m_file);
    if (!file.open(QIODevice::ReadOnly))
        return;
    if (!m_watcher.files().contains(m_file))
        m_watcher.addPath(m_file);
    const QByteArray head = file.read(kHeadBytes);
    if (file.size() < m_place || !head.startsWith(m_head))
        m_place = 0;
    m_head = head;

    const qint64 latest = std::max<qint64>(0, file.size() - kMostBytes);
    const bool skips = latest > m_place;
    file.seek(std::max(latest, m_place));
    QByteArray lines = file.read(kMostBytes);
    const qint64 end = file.pos();
    const qsizetype whole = lines.lastIndexOf('\n') + 1; // what is half written is shown the next time
    m_place = end - (lines.size() - whole);
    lines.truncate(whole);
    addLines(skips ? lines.mid(lines.indexOf('\n') + 1) : lines);
}

void LogViewer::addLines(const QByteArray &lines)
{
    const int least = m_least->currentData().toInt();
    QStringList shown;
    for (const QString &line : QString::fromUtf8(lines).split(u'\n', Qt::SkipEmptyParts)) {
        if (const int own = levelOf(line); own >= 0)
            m_level = own;
        if (m_level >= least)
            shown << line;
    }
    if (shown.isEmpty())
        return;
    const QScrollBar *const bar = m_text->verticalScrollBar();
    const bool isFirst = m_text->document()->isEmpty();
    const bool follows = isFirst || bar->value() == bar->maximum();
    m_text->appendPlainText(shown.join(u'\n'));
    if (follows)
        m_text->verticalScrollBar()->setValue(bar->maximum());
}

} // namespace calotype::ui
