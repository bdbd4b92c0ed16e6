#include "ui/gallery/GalleryNotice.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace calotype::ui {

namespace {

constexpr int kTextWidth = 460;

} // namespace

GalleryNotice::GalleryNotice(QWidget *parent)
    : QWidget(parent)
    , m_title(new QLabel)
    , m_words(new QLabel)
    , m_button(new QPushButton)
{
    setObjectName(QStringLiteral("galleryNotice"));
    m_title->setObjectName(QStringLiteral("galleryNoticeTitle"));
    QFont font = m_title->font();
    font.setPointSizeF(font.pointSizeF() * 1.5);
    m_title->setFont(font);
    m_title->setAlignment(Qt::AlignCenter);
    m_words->setObjectName(QStringLiteral("galleryNoticeText"));
    m_words->setTextFormat(Qt::PlainText);
    m_words->setWordWrap(true);
    m_words->setAlignment(Qt::AlignCenter);
    m_words->setForegroundRole(QPalette::PlaceholderText);
    m_words->setMaximumWidth(kTextWidth);
    m_button->setObjectName(QStringLiteral("galleryNoticeButton"));
    m_button->setAccessibleName(tr("Nothing to do"));
    connect(m_button, &QPushButton::clicked, this, &GalleryNotice::pressed);

    const auto centred = [](QWidget *widget, int stretch) {
        auto *const line = new QHBoxLayout; // an alignment would ignore the height of wrapped words
        line->addStretch(1);
        line->addWidget(widget, stretch);
        line->addStretch(1);
        return line;
    };
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 24);
    column->setSpacing(14);
    column->addStretch(2);
    column->addWidget(m_title);
    column->addLayout(centred(m_words, 1000));
    column->addLayout(centred(m_button, 0));
    column->addStretch(3);
}

void GalleryNotice::tell(const QString &title, const QString &words, const QString &button)
{
    m_title->setText(title);
    m_words->setText(words);
    m_button->setText(button);
    m_button->setAccessibleName(button.isEmpty() ? tr("Nothing to do") : QString(button).remove(u'&'));
    m_button->setVisible(!button.isEmpty());
}

} // namespace calotype::ui
