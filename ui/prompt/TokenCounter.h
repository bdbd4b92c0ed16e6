#pragma once

#include "ui/prompt/PromptMeter.h"

#include <QLabel>

namespace calotype::ui {

/// "23 / 75": how many tokens a prompt has, of those that its windows take. It turns to a colour of its own, and tells
/// which words are lost, where a plain prompt is longer than its one window.
class TokenCounter final : public QLabel
{
    Q_OBJECT

public:
    explicit TokenCounter(QWidget *parent = nullptr);

    void setMeasure(const PromptMeasure &measure);

protected:
    void changeEvent(QEvent *event) override;

private:
    void dress();

    bool m_isCut = false;
    bool m_isDressing = false;
};

} // namespace calotype::ui
