#include "ui/ExamplePrompts.h"

#include "ui/Theme.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace calotype::ui {

ExamplePrompts::ExamplePrompts(QWidget *parent)
    : QWidget(parent)
    , m_buttons(new QVBoxLayout)
{
    setObjectName(QStringLiteral("examplePrompts"));
    auto *const mark = new QLabel;
    mark->setPixmap(appIcon().pixmap(64, 64));
    mark->setAlignment(Qt::AlignCenter);
    auto *const title = new QLabel(tr("Make a picture"));
    QFont font = title->font();
    font.setPointSizeF(font.pointSizeF() * 1.5);
    title->setFont(font);
    title->setAlignment(Qt::AlignCenter);
    auto *const words = new QLabel(tr("Write what it shows and press Generate, or try one of these:"));
    words->setWordWrap(true);
    words->setAlignment(Qt::AlignCenter);
    words->setForegroundRole(QPalette::PlaceholderText);

    auto *const layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 24);
    layout->setSpacing(14);
    layout->addStretch(2);
    layout->addWidget(mark);
    layout->addWidget(title);
    layout->addWidget(words);
    layout->addLayout(m_buttons);
    layout->addStretch(3);
}

void ExamplePrompts::setPrompts(const QStringList &prompts)
{
    constexpr int kOffered = 3;
    const QStringList offered = prompts.mid(0, kOffered);
    if (offered == m_prompts)
        return;
    m_prompts = offered;
    while (QLayoutItem *const item = m_buttons->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const QString &prompt : m_prompts) {
        auto *const button = new QPushButton(QString(prompt).replace(u'&', QStringLiteral("&&")));
        button->setObjectName(QStringLiteral("example%1").arg(m_buttons->count() + 1));
        button->setAccessibleName(tr("Make a picture of “%1”").arg(prompt));
        button->setToolTip(button->accessibleName());
        connect(button, &QPushButton::clicked, this, [this, prompt] { Q_EMIT chosen(prompt); });
        m_buttons->addWidget(button, 0, Qt::AlignHCenter);
    }
}

} // namespace calotype::ui
