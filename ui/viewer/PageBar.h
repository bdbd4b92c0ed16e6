#pragma once

#include <QWidget>

class QAction;
class QHBoxLayout;
class QLabel;

namespace calotype::ui {

/// The slim line of buttons over a page's strip or pictures.
class PageBar final : public QWidget
{
    Q_OBJECT

public:
    explicit PageBar(QWidget *parent = nullptr);

    /// As ActionToolButton shows it.
    void addButton(QAction *action);
    QLabel *addLabel(const char *name, const QString &accessibleName);
    void addField(QWidget *field);
    void addStretch();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QHBoxLayout *m_line;
};

} // namespace calotype::ui
