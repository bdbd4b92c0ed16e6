#pragma once

#include <QList>
#include <QObject>

class QAction;

namespace calotype::ui {

class TextFocus;

/// Cut, Copy, Paste and Select All of the text field with the focus, for a menu that calls refresh() before it is shown.
/// Their keys are only told there: fields take them by themselves, and where no field has the focus the same keys are about
/// pictures.
class TextActions final : public QObject
{
    Q_OBJECT

public:
    /// @param focus  outlives this
    explicit TextActions(const TextFocus &focus, QObject *parent = nullptr);

    const QList<QAction *> &actions() const { return m_actions; }

public Q_SLOTS:
    void refresh();

private:
    const TextFocus &m_focus;
    QList<QAction *> m_actions; ///< in the order of the table in the source
};

} // namespace calotype::ui
