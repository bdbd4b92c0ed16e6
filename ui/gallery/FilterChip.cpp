#include "ui/gallery/FilterChip.h"

#include <QAction>
#include <QActionGroup>
#include <QMenu>
#include <QStyleOptionToolButton>
#include <QStylePainter>

#include <algorithm>

namespace calotype::ui {

namespace {

constexpr int kMostLetters = 24;
constexpr int kArrow = 8; ///< pixels; what stands between it and the words, and at both ends, is as wide

} // namespace

FilterChip::FilterChip(const QString &name, const QString &title, const QString &any, QWidget *parent)
    : QToolButton(parent)
    , m_title(title)
    , m_any(any)
    , m_menu(new QMenu(this))
{
    setObjectName(name);
    setPopupMode(QToolButton::InstantPopup);
    setToolButtonStyle(Qt::ToolButtonTextOnly);
    setFocusPolicy(Qt::StrongFocus);
    m_menu->setObjectName(name + QStringLiteral("Menu"));
    setMenu(m_menu);
    connect(m_menu, &QMenu::aboutToShow, this, [this] {
        Q_EMIT opening();
        fill();
    });
    dress();
}

void FilterChip::setChoices(const QVector<Choice> &choices)
{
    m_choices = choices;
    for (const Choice &choice : choices) {
        if (choice.value == m_value)
            m_valueLabel = choice.label;
    }
    fill();
    dress();
}

void FilterChip::setExtraAction(QAction *action)
{
    m_extra = action;
    fill();
}

void FilterChip::setValue(const QVariant &value, const QString &label)
{
    m_value = value;
    m_valueLabel = label;
    for (const Choice &choice : m_choices) {
        if (label.isEmpty() && choice.value == value)
            m_valueLabel = choice.label;
    }
    if (m_valueLabel.isEmpty())
        m_valueLabel = value.toString();
    dress();
}

QSize FilterChip::sizeHint() const
{
    return {fontMetrics().size(Qt::TextShowMnemonic, text()).width() + 4 * kArrow, QToolButton::sizeHint().height()};
}

// Styles put the mark of a menu into the corner, as small as a comma.
void FilterChip::paintEvent(QPaintEvent *)
{
    QStylePainter painter(this);
    QStyleOptionToolButton option;
    initStyleOption(&option);
    option.features &= ~QStyleOptionToolButton::HasMenu;
    option.text.clear();
    painter.drawComplexControl(QStyle::CC_ToolButton, option);
    const auto placed = [&](const QRect &place) { return QStyle::visualRect(layoutDirection(), rect(), place); };
    painter.drawItemText(placed(rect().adjusted(kArrow, 0, -3 * kArrow, 0)), Qt::AlignCenter | Qt::TextShowMnemonic, palette(),
                         isEnabled(), text(), QPalette::ButtonText);
    option.rect = placed({width() - 2 * kArrow, (height() - kArrow) / 2, kArrow, kArrow});
    painter.drawPrimitive(QStyle::PE_IndicatorArrowDown, option);
}

void FilterChip::fill()
{
    if (m_extra)
        m_menu->removeAction(m_extra); // not the menu's to delete
    m_menu->clear();
    auto *const group = new QActionGroup(m_menu);
    const auto add = [this, group](const QString &label, const QVariant &value) {
        QString shown = label;
        QAction *const action = m_menu->addAction(shown.replace(u'&', QStringLiteral("&&")));
        action->setCheckable(true);
        action->setChecked(value == m_value);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, value, label] {
            if (value == m_value)
                return;
            setValue(value, value.isValid() ? label : QString());
            Q_EMIT chosen(value);
        });
    };
    add(m_any, {});
    m_menu->addSeparator();
    for (const Choice &choice : m_choices)
        add(choice.label, choice.value);
    const bool isOffered = std::any_of(m_choices.begin(), m_choices.end(),
                                       [this](const Choice &choice) { return choice.value == m_value; });
    if (isActive() && !isOffered)
        add(m_valueLabel, m_value);
    if (m_extra) {
        m_menu->addSeparator();
        m_menu->addAction(m_extra);
    }
    connect(m_menu, &QMenu::aboutToHide, group, &QObject::deleteLater, Qt::SingleShotConnection);
}

void FilterChip::dress()
{
    QString label = m_valueLabel.size() > kMostLetters ? m_valueLabel.left(kMostLetters) + u'…' : m_valueLabel;
    setText(isActive() ? label.replace(u'&', QStringLiteral("&&")) : m_title);
    setAccessibleName(isActive() ? tr("%1: %2").arg(m_title, m_valueLabel) : tr("%1: any").arg(m_title));
    setToolTip(accessibleName());
    QFont font = this->font();
    font.setBold(isActive());
    setFont(font);
}

} // namespace calotype::ui
