#pragma once

#include <QDialog>
#include <QString>
#include <QStringList>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace calotype::ui {

/// Asks for several prompts, one a line, and counts them. It changes nothing itself.
class PromptLinesDialog final : public QDialog
{
    Q_OBJECT

public:
    /// @param text      what stands in it at first, selected, so that what is written or pasted takes its place
    /// @param pictures  how many are made of each prompt, to be told
    PromptLinesDialog(const QString &text, int pictures, QWidget *parent = nullptr);

    QString text() const;
    /// Its lines without what surrounds them, but for the empty ones.
    QStringList prompts() const;

private:
    void refresh();

    const int m_pictures;
    QPlainTextEdit *m_edit;
    QLabel *m_count;
    QPushButton *m_ok = nullptr;
};

} // namespace calotype::ui
