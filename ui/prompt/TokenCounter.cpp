#include "ui/prompt/TokenCounter.h"

#include "ui/Theme.h"

#include <QEvent>

#include <utility>

namespace calotype::ui {

namespace {

constexpr qsizetype kCutWordsMost = 400; // characters in the tooltip

QColor warningColour(const QPalette &palette)
{
    return isDark(palette) ? QColor(0xf0, 0x8a, 0x72) : QColor(0xa8, 0x32, 0x1e);
}

} // namespace

TokenCounter::TokenCounter(QWidget *parent)
    : QLabel(parent)
{
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.92);
    setFont(small);
    setTextFormat(Qt::PlainText);
    setMeasure(PromptMeasure{});
}

void TokenCounter::setMeasure(const PromptMeasure &measure)
{
    const int room = measure.windows * kWindowTokens;
    m_isCut = measure.isCut();
    setText(QStringLiteral("%1 / %2").arg(measure.tokens).arg(room));
    QString tip = tr("%n token(s), of the %1 that the text encoder takes", nullptr, measure.tokens).arg(room);
    if (m_isCut) {
        const QString words = measure.cut.size() <= kCutWordsMost ? measure.cut
                                                                  : measure.cut.left(kCutWordsMost).trimmed() + u'…';
        tip = tr("Only %1 tokens are read. Cut off: %2").arg(room).arg(words);
    } else if (measure.windows > 1) {
        tip += QStringLiteral(". ") + tr("They are read in %n part(s) of 75; a dashed line in the prompt shows where one begins.",
                                         nullptr, measure.windows);
    }
    setToolTip(QStringLiteral("<qt>%1</qt>").arg(tip.toHtmlEscaped())); // a rich text wraps
    setAccessibleName(tr("%1 of %2 tokens").arg(measure.tokens).arg(room));
    setAccessibleDescription(tip);
    dress();
}

void TokenCounter::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        dress();
}

void TokenCounter::dress()
{
    if (std::exchange(m_isDressing, true))
        return; // both changes below come back here
    QPalette colours; // resolves to the parent's
    if (m_isCut)
        colours.setColor(QPalette::WindowText, warningColour(parentWidget() ? parentWidget()->palette() : palette()));
    setPalette(colours);
    setForegroundRole(m_isCut ? QPalette::WindowText : QPalette::PlaceholderText);
    m_isDressing = false;
}

} // namespace calotype::ui
