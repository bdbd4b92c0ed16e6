#include "ui/prompt/PromptLinesDialog.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace calotype::ui {

PromptLinesDialog::PromptLinesDialog(const QString &text, int pictures, QWidget *parent)
    : QDialog(parent)
    , m_pictures(pictures)
    , m_edit(new QPlainTextEdit(text))
    , m_count(new QLabel)
{
    setObjectName(QStringLiteral("promptLinesDialog"));
    setWindowTitle(tr("Generate Several"));
    m_edit->setObjectName(QStringLiteral("promptLines"));
    m_edit->setAccessibleName(tr("Prompts, one a line"));
    m_edit->setTabChangesFocus(true);
    m_edit->setAcceptDrops(false); // a file would become its address
    m_edit->setMinimumSize(480, 240);
    m_edit->selectAll();
    m_count->setObjectName(QStringLiteral("promptLinesCount"));
    auto *const label = new QLabel(tr("&Prompts, one a line"));
    label->setBuddy(m_edit);
    auto *const buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    m_ok = buttons->button(QDialogButtonBox::Ok);
    m_ok->setObjectName(QStringLiteral("promptLinesAdd"));
    m_ok->setText(tr("Add to &Queue"));
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_edit, &QPlainTextEdit::textChanged, this, &PromptLinesDialog::refresh);

    auto *const column = new QVBoxLayout(this);
    column->addWidget(label);
    column->addWidget(m_edit, 1);
    column->addWidget(m_count);
    column->addWidget(buttons);
    m_edit->setFocus();
    refresh();
}

QString PromptLinesDialog::text() const
{
    return m_edit->toPlainText();
}

QStringList PromptLinesDialog::prompts() const
{
    QStringList prompts;
    for (const QString &line : text().split(u'\n')) {
        if (const QString prompt = line.trimmed(); !prompt.isEmpty())
            prompts << prompt;
    }
    return prompts;
}

void PromptLinesDialog::refresh()
{
    const auto prompts = static_cast<int>(this->prompts().size());
    QString count = tr("%Ln prompt(s)", nullptr, prompts);
    if (m_pictures > 1)
        count = tr("%1, %2").arg(count, tr("%Ln picture(s) of each", nullptr, m_pictures));
    m_count->setText(count);
    m_ok->setEnabled(prompts > 0);
}

} // namespace calotype::ui
