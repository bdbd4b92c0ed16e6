#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace calotype::ui {

/// What stands in the gallery's place while it shows nothing: why, and the button that helps.
class GalleryNotice final : public QWidget
{
    Q_OBJECT

public:
    explicit GalleryNotice(QWidget *parent = nullptr);

    /// @param button  its words; "": none
    void tell(const QString &title, const QString &words, const QString &button);

Q_SIGNALS:
    void pressed();

private:
    QLabel *m_title;
    QLabel *m_words;
    QPushButton *m_button;
};

} // namespace calotype::ui
