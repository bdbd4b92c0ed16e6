#include "ui/AccessibleRoles.h"

#include "ui/ActionToolButton.h"
#include "ui/ImageView.h"
#include "ui/NumberField.h"
#include "ui/startimage/PlacementView.h"
#include "ui/viewer/CompareDivider.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QAction>
#include <QActionGroup>
#include <QMenu>
#include <QSlider>

namespace calotype::ui {

namespace {

/// A picture, with its place and size on the screen.
class AccessiblePicture final : public QAccessibleWidget, public QAccessibleImageInterface
{
public:
    explicit AccessiblePicture(ImageView *view)
        : QAccessibleWidget(view, QAccessible::Graphic)
    {
    }

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        if (type == QAccessible::ImageInterface)
            return static_cast<QAccessibleImageInterface *>(this);
        return QAccessibleWidget::interface_cast(type);
    }

    QString imageDescription() const override { return text(QAccessible::Description); }
    QSize imageSize() const override
    {
        return (QSizeF(view()->pictureSize()) * (view()->zoom() / view()->devicePixelRatioF())).toSize();
    }
    QPoint imagePosition() const override { return view()->viewport()->mapToGlobal(view()->toViewport({}).toPoint()); }

private:
    ImageView *view() const { return static_cast<ImageView *>(widget()); }
};

/// The slider of a number: its own value counts steps, told is the number.
class AccessibleNumber final : public QAccessibleWidget, public QAccessibleValueInterface
{
public:
    AccessibleNumber(QSlider *slider, const NumberField::Range &range)
        : QAccessibleWidget(slider, QAccessible::Slider)
        , m_range(range)
    {
    }

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        if (type == QAccessible::ValueInterface)
            return static_cast<QAccessibleValueInterface *>(this);
        return QAccessibleWidget::interface_cast(type);
    }

    QVariant currentValue() const override { return slider()->value() * m_range.step; }
    void setCurrentValue(const QVariant &value) override { slider()->setValue(qRound(value.toDouble() / m_range.step)); }
    QVariant maximumValue() const override { return m_range.sliderMost; }
    QVariant minimumValue() const override { return m_range.least; }
    QVariant minimumStepSize() const override { return m_range.step; }

private:
    QSlider *slider() const { return static_cast<QSlider *>(widget()); }

    const NumberField::Range m_range;
};

/// The divider of two pictures, as a slider over the percentage that it stands at.
class AccessibleDivider final : public QAccessibleWidget, public QAccessibleValueInterface
{
public:
    explicit AccessibleDivider(CompareDivider *divider)
        : QAccessibleWidget(divider, QAccessible::Slider)
    {
    }

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        if (type == QAccessible::ValueInterface)
            return static_cast<QAccessibleValueInterface *>(this);
        return QAccessibleWidget::interface_cast(type);
    }

    QVariant currentValue() const override { return qRound(divider()->position() * 100); }
    void setCurrentValue(const QVariant &value) override { divider()->setPosition(value.toDouble() / 100); }
    QVariant maximumValue() const override { return 100; }
    QVariant minimumValue() const override { return 0; }
    QVariant minimumStepSize() const override { return 1; }

private:
    CompareDivider *divider() const { return static_cast<CompareDivider *>(widget()); }
};

/// A button for an action. Qt's own offers to toggle the button of a checkable one, and only the menu of one that has a menu:
/// neither gives the order. One of several is told as such.
class AccessibleToolButton final : public QAccessibleWidget
{
public:
    explicit AccessibleToolButton(ActionToolButton *button)
        : QAccessibleWidget(button)
    {
    }

    QAccessible::Role role() const override
    {
        if (!action()->isCheckable())
            return QAccessible::Button;
        return action()->actionGroup() ? QAccessible::RadioButton : QAccessible::CheckBox;
    }

    QAccessible::State state() const override
    {
        QAccessible::State state = QAccessibleWidget::state();
        state.checkable = action()->isCheckable();
        state.checked = action()->isChecked();
        state.hasPopup = button()->menu() != nullptr;
        return state;
    }

    QStringList actionNames() const override
    {
        QStringList names;
        if (button()->isEnabled())
            names << pressAction();
        if (button()->isEnabled() && button()->menu())
            names << showMenuAction();
        return names + QAccessibleWidget::actionNames();
    }

    void doAction(const QString &name) override
    {
        if (name == pressAction())
            action()->trigger();
        else if (name == showMenuAction() && button()->menu())
            button()->showMenu();
        else
            QAccessibleWidget::doAction(name);
    }

    QStringList keyBindingsForAction(const QString &name) const override
    {
        const QString key = action()->shortcut().toString();
        return name == pressAction() && !key.isEmpty() ? QStringList{key} : QStringList();
    }

private:
    ActionToolButton *button() const { return static_cast<ActionToolButton *>(widget()); }
    QAction *action() const { return button()->defaultAction(); }
};

template<typename Widget>
bool isNameOf(const QString &className)
{
    return className == QLatin1String(Widget::staticMetaObject.className());
}

/// Asked for each class of an object, from its own upward; null leaves it to Qt.
QAccessibleInterface *accessibleFor(const QString &className, QObject *object)
{
    if (isNameOf<ImageView>(className))
        return new AccessiblePicture(static_cast<ImageView *>(object));
    if (isNameOf<CompareDivider>(className))
        return new AccessibleDivider(static_cast<CompareDivider *>(object));
    if (isNameOf<ActionToolButton>(className))
        return new AccessibleToolButton(static_cast<ActionToolButton *>(object));
    if (isNameOf<PlacementView>(className))
        return new QAccessibleWidget(static_cast<PlacementView *>(object), QAccessible::Canvas);
    if (isNameOf<QSlider>(className)) {
        auto *const slider = static_cast<QSlider *>(object);
        if (const auto *const field = qobject_cast<const NumberField *>(slider->parentWidget()))
            return new AccessibleNumber(slider, field->range());
    }
    return nullptr;
}

} // namespace

void installAccessibleRoles()
{
    QAccessible::installFactory(accessibleFor);
}

} // namespace calotype::ui
