#include "ui/MessageBar.h"

#include "ui/ErrorWords.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

namespace calotype::ui {

MessageBar::MessageBar(QWidget *parent)
    : QFrame(parent)
    , m_mark(new QLabel(this))
    , m_headline(new QLabel(this))
    , m_text(new QLabel(this))
    , m_buttons{new QToolButton(this), new QToolButton(this), new QToolButton(this)}
    , m_copy(new QToolButton(this))
    , m_close(new QToolButton(this))
{
    setObjectName(QStringLiteral("messageBar"));
    setAccessibleName(tr("Message"));
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::ToolTipBase);
    setForegroundRole(QPalette::ToolTipText);

    m_headline->setObjectName(QStringLiteral("messageHeadline"));
    m_headline->setForegroundRole(QPalette::ToolTipText);
    m_headline->setWordWrap(true);
    m_headline->setTextFormat(Qt::PlainText);
    QFont bold;
    bold.setBold(true);
    m_headline->setFont(bold);
    m_headline->hide();
    m_text->setObjectName(QStringLiteral("messageText"));
    m_text->setAccessibleName(tr("No message"));
    m_text->setForegroundRole(QPalette::ToolTipText);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);

    for (std::size_t k = 0; k < m_buttons.size(); ++k) {
        m_buttons[k]->setAutoRaise(true);
        connect(m_buttons[k], &QToolButton::clicked, this, [this, k] { take(k); });
    }
    setOffers({});

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
    auto *const words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_headline);
    words->addWidget(m_text);
    layout->addLayout(words, 1);
    for (QToolButton *const button : m_buttons)
        layout->addWidget(button, 0, Qt::AlignTop);
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
    offerHelp(QString::fromStdString(error.message), error, {});
}

void MessageBar::offerHelp(const QString &sentence, const Error &error, const Offers &offers)
{
    if (error.code == ErrorCode::Cancelled)
        return;
    QString details = QStringLiteral("%1\n%2").arg(QString::fromLatin1(errorCodeName(error.code)), QString::fromStdString(error.message));
    if (!error.detail.empty())
        details += u'\n' + QString::fromStdString(error.detail);
    tell(sentence, details, true, offers);
    if (sentence == QString::fromStdString(error.message)) // else the window's words say it already
        setHeadline(errorHeadline(error));
}

void MessageBar::showNote(const QString &sentence)
{
    offerChoice(sentence, {});
}

void MessageBar::offerChoice(const QString &sentence, const Offers &offers)
{
    if (!isHidden() && m_isError)
        return;
    tell(sentence, sentence, false, offers);
}

void MessageBar::offerUndo(const QString &sentence, const std::function<void()> &undo)
{
    tell(sentence, sentence, false, undoOffer(undo));
}

void MessageBar::noteUndo(const QString &sentence, const std::function<void()> &undo)
{
    offerChoice(sentence, undoOffer(undo));
}

MessageBar::Offers MessageBar::undoOffer(const std::function<void()> &undo)
{
    return {{QStringLiteral("messageUndo"), tr("Undo"), tr("Take it back"), undo}};
}

void MessageBar::dismiss()
{
    hide();
    setOffers({});
    setHeadline({});
    m_text->clear();
    m_text->setAccessibleName(tr("No message"));
    m_details.clear();
    m_isError = false;
}

void MessageBar::tell(const QString &sentence, const QString &details, bool isError, const Offers &offers)
{
    m_isError = isError;
    m_details = details;
    setOffers(offers);
    setHeadline({});
    m_text->setText(sentence);
    m_text->setAccessibleName(sentence);
    dress();
    show();
}

void MessageBar::setHeadline(const QString &headline)
{
    m_headline->setText(headline);
    m_headline->setVisible(!headline.isEmpty());
    m_text->setAccessibleDescription(headline); // the sentence has the focus, and is read with it
}

void MessageBar::setOffers(const Offers &offers)
{
    m_offers = offers;
    for (std::size_t k = 0; k < m_buttons.size(); ++k) {
        const Offer offer = m_offers.value(static_cast<qsizetype>(k));
        QToolButton *const button = m_buttons[k];
        button->setObjectName(offer.name);
        const bool isOffered = !offer.text.isEmpty();
        button->setText(isOffered ? offer.text : tr("No message")); // never without a name
        button->setToolTip(offer.tip);
        button->setVisible(isOffered);
    }
    m_copy->setVisible(m_offers.size() < 2); // else they are many enough; the log has the details too
}

void MessageBar::take(std::size_t button)
{
    const Offer offer = m_offers.value(static_cast<qsizetype>(button));
    if (!offer.keepsMessage)
        dismiss();
    if (offer.take)
        offer.take();
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
