#include "ui/MessageBar.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QStyle>
#include <QToolButton>

#include <utility>

namespace calotype::ui {

MessageBar::MessageBar(QWidget *parent)
    : QFrame(parent)
    , m_mark(new QLabel(this))
    , m_text(new QLabel(this))
    , m_undo(new QToolButton(this))
    , m_copy(new QToolButton(this))
    , m_close(new QToolButton(this))
{
    setObjectName(QStringLiteral("messageBar"));
    setAccessibleName(tr("Message"));
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::ToolTipBase);
    setForegroundRole(QPalette::ToolTipText);

    m_text->setObjectName(QStringLiteral("messageText"));
    m_text->setAccessibleName(tr("No message"));
    m_text->setForegroundRole(QPalette::ToolTipText);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);

    m_undo->setObjectName(QStringLiteral("messageUndo"));
    m_undo->setText(tr("Undo"));
    m_undo->setToolTip(tr("Take it back"));
    m_undo->setAutoRaise(true);
    m_undo->hide();
    connect(m_undo, &QToolButton::clicked, this, [this] {
        const auto takeBack = std::exchange(m_takeBack, {});
        dismiss();
        if (takeBack)
            takeBack();
    });

    m_copy->setObjectName(QStringLiteral("messageCopy"));
    m_copy->setText(tr("Copy Details"));
    m_copy->setToolTip(tr("Copy the message and what lies behind it"));
    m_copy->setAutoRaise(true);
    connect(m_copy, &QToolButton::clicked, this, &MessageBar::copyDetails);

    m_close->setObjectName(QStringLiteral("messageClose"));
    m_close->setText(QStringLiteral("✕"));
    m_close->setAccessibleName(tr("Dismiss the message"));
    m_close->setToolTip(tr("Dismiss"));
    m_close->setAutoRaise(true);
    connect(m_close, &QToolButton::clicked, this, &MessageBar::dismiss);

    auto *const layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 7, 8, 7);
    layout->setSpacing(10);
    layout->addWidget(m_mark, 0, Qt::AlignTop);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_undo, 0, Qt::AlignTop);
    layout->addWidget(m_copy, 0, Qt::AlignTop);
    layout->addWidget(m_close, 0, Qt::AlignTop);
    hide();
}

QString MessageBar::text() const
{
    return isHidden() ? QString() : m_text->text();
}

void MessageBar::showError(const Error &error)
{
    if (error.code == ErrorCode::Cancelled)
        return;
    const QString sentence = QString::fromStdString(error.message);
    QString details = QStringLiteral("%1\n%2").arg(QString::fromLatin1(errorCodeName(error.code)), sentence);
    if (!error.detail.empty())
        details += u'\n' + QString::fromStdString(error.detail);
    tell(sentence, details, true);
}

void MessageBar::showNote(const QString &sentence)
{
    if (!isHidden() && m_isError)
        return;
    tell(sentence, sentence, false);
}

void MessageBar::offerUndo(const QString &sentence, const std::function<void()> &undo)
{
    tell(sentence, sentence, false);
    m_takeBack = undo;
    m_undo->show();
}

void MessageBar::dismiss()
{
    hide();
    m_undo->hide();
    m_takeBack = {};
    m_text->clear();
    m_text->setAccessibleName(tr("No message"));
    m_details.clear();
    m_isError = false;
}

void MessageBar::tell(const QString &sentence, const QString &details, bool isError)
{
    m_isError = isError;
    m_undo->hide();
    m_takeBack = {};
    m_details = details;
    m_text->setText(sentence);
    m_text->setAccessibleName(sentence);
    dress();
    show();
}

void MessageBar::dress()
{
    const int size = style()->pixelMetric(QStyle::PM_SmallIconSize, nullptr, this);
    const auto icon = m_isError ? QStyle::SP_MessageBoxWarning : QStyle::SP_MessageBoxInformation;
    m_mark->setPixmap(style()->standardIcon(icon, nullptr, this).pixmap(size, size));
}

void MessageBar::copyDetails()
{
    QGuiApplication::clipboard()->setText(m_details);
}

void MessageBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::StyleChange)
        dress();
    QFrame::changeEvent(event);
}

} // namespace calotype::ui
