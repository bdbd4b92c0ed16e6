#pragma once

#include <QWidget>

class QVBoxLayout;

namespace calotype::ui {

/// What the middle shows before the first picture where the model brings prompts to try: one click makes a picture.
class ExamplePrompts final : public QWidget
{
    Q_OBJECT

public:
    explicit ExamplePrompts(QWidget *parent = nullptr);

    /// The first three are offered.
    void setPrompts(const QStringList &prompts);
    bool isEmpty() const { return m_prompts.isEmpty(); }

Q_SIGNALS:
    void chosen(const QString &prompt);

private:
    QStringList m_prompts;
    QVBoxLayout *m_buttons;
};

} // namespace calotype::ui
