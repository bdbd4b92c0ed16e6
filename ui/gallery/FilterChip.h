#pragma once

#include <QToolButton>
#include <QVariant>
#include <QVector>

namespace calotype::ui {

/// A small button that narrows the gallery by one property: its menu offers the values, the first being "any", and the
/// button tells which one holds.
class FilterChip final : public QToolButton
{
    Q_OBJECT

public:
    struct Choice {
        QString label;
        QVariant value; ///< invalid: any
    };

    /// @param name  the object's name @param title  of the property, as "Model" @param any  as "Any model"
    FilterChip(const QString &name, const QString &title, const QString &any, QWidget *parent = nullptr);

    /// What the menu offers beside "any". A value that holds and is not among them stays, and is offered too.
    void setChoices(const QVector<Choice> &choices);
    /// An action at the menu's end, as for a value that is not in the list.
    void setExtraAction(QAction *action);

    QVariant value() const { return m_value; }
    bool isActive() const { return m_value.isValid(); }
    /// Tells nobody. @param label  of a value that is not among the choices
    void setValue(const QVariant &value, const QString &label = {});

    QSize sizeHint() const override;

Q_SIGNALS:
    /// The user has chosen another value.
    void chosen(const QVariant &value);
    /// The menu opens: the last moment to set the choices.
    void opening();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void fill();
    void dress();

    QString m_title;
    QString m_any;
    QVector<Choice> m_choices;
    QVariant m_value;
    QString m_valueLabel;
    QMenu *m_menu;
    QAction *m_extra = nullptr;
};

} // namespace calotype::ui
