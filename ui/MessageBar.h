#pragma once

#include "core/base/Error.h"

#include <QFrame>
#include <QVector>

#include <array>
#include <functional>

class QLabel;
class QToolButton;

namespace calotype::ui {

/// A line across the top of the window: one sentence on what failed or what is worth knowing, with what can be done about it,
/// or the details to copy. Over core's sentence stands a headline where the window speaks another language. The newest message
/// takes the place of the one before, but a note never that of an error, unless it is the only way back.
class MessageBar final : public QFrame
{
    Q_OBJECT

public:
    /// What can be done about a message, by a button.
    struct Offer {
        QString name; ///< the button's object name
        QString text;
        QString tip;
        std::function<void()> take;
        bool keepsMessage = false; ///< it only opens something; else the message goes before it is taken
    };
    using Offers = QVector<Offer>; ///< at most kMostOffers
    static constexpr int kMostOffers = 3;

    explicit MessageBar(QWidget *parent = nullptr);

    QString text() const;

    /// As showError(), in the window's own words, where they are not the error's; the error is for the details.
    void offerHelp(const QString &sentence, const Error &error, const Offers &offers);
    /// As showNote().
    void offerChoice(const QString &sentence, const Offers &offers);
    /// What the user has just done can be taken back: @p undo, once. It takes the place of every other message.
    void offerUndo(const QString &sentence, const std::function<void()> &undo);
    /// As showNote(), where there is another way back.
    void noteUndo(const QString &sentence, const std::function<void()> &undo);

public Q_SLOTS:
    /// Cancelled is no failure and is not shown.
    void showError(const calotype::Error &error);
    void showNote(const QString &sentence);
    void dismiss();

protected:
    void changeEvent(QEvent *event) override;

private:
    void tell(const QString &sentence, const QString &details, bool isError, const Offers &offers);
    static Offers undoOffer(const std::function<void()> &undo);
    void setHeadline(const QString &headline);
    void setOffers(const Offers &offers);
    void take(std::size_t button);
    void copyDetails();
    void dress();

    QLabel *m_mark;
    QLabel *m_headline; ///< hidden where there is none
    QLabel *m_text;
    std::array<QToolButton *, kMostOffers> m_buttons;
    QToolButton *m_copy;
    QToolButton *m_close;
    QString m_details;
    Offers m_offers; ///< those of the buttons, in their order
    bool m_isError = false;
};

} // namespace calotype::ui
