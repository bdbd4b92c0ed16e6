#pragma once

#include <QAbstractButton>
#include <QAction>
#include <QComboBox>
#include <QHash>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QScrollArea>
#include <QSet>
#include <QSpinBox>
#include <QTabBar>
#include <QWidget>

namespace calotype::tests {

/// All that a window says, its hidden parts and dialogs too: texts, tips and names, without the marks of mnemonics.
inline QSet<QString> seenWords(const QWidget &window)
{
    QSet<QString> words;
    const auto see = [&words](QString text) {
        text = text.remove(u'&').trimmed();
        if (!text.isEmpty())
            words.insert(text);
    };
    const auto seeModel = [&see](const QAbstractItemModel &model) {
        for (int column = 0; column < model.columnCount(); ++column) {
            see(model.headerData(column, Qt::Horizontal).toString());
            for (int row = 0; row < model.rowCount(); ++row) {
                for (const int role : {int{Qt::DisplayRole}, int{Qt::ToolTipRole}})
                    see(model.index(row, column).data(role).toString());
            }
        }
    };
    for (const QAction *const action : window.findChildren<QAction *>()) {
        see(action->text());
        see(action->toolTip());
        see(action->statusTip());
    }
    QList<const QWidget *> widgets{&window};
    for (const QWidget *const widget : window.findChildren<QWidget *>())
        widgets << widget;
    for (const QWidget *const widget : widgets) {
        for (const QString &text : {widget->toolTip(), widget->statusTip(), widget->accessibleName(), widget->accessibleDescription(),
                                    widget->windowTitle()})
            see(text);
        if (const auto *const label = qobject_cast<const QLabel *>(widget))
            see(label->text());
        else if (const auto *const button = qobject_cast<const QAbstractButton *>(widget))
            see(button->text());
        else if (const auto *const line = qobject_cast<const QLineEdit *>(widget))
            see(line->placeholderText());
        else if (const auto *const menu = qobject_cast<const QMenu *>(widget))
            see(menu->title());
        else if (const auto *const box = qobject_cast<const QComboBox *>(widget))
            seeModel(*box->model());
        else if (const auto *const view = qobject_cast<const QHeaderView *>(widget))
            seeModel(*view->model());
        if (const auto *const number = qobject_cast<const QSpinBox *>(widget)) {
            see(number->prefix());
            see(number->suffix());
            see(number->specialValueText());
        }
        if (const auto *const tabs = qobject_cast<const QTabBar *>(widget)) {
            for (int tab = 0; tab < tabs->count(); ++tab)
                see(tabs->tabText(tab));
        }
    }
    return words;
}

/// The letter that Alt opens a text by, in upper case; null without one.
inline QChar letterOf(const QString &text)
{
    for (qsizetype i = 0; i + 1 < text.size(); ++i) {
        if (text[i] == u'&' && text[++i] != u'&')
            return text[i].toUpper();
    }
    return {};
}

/// Texts that one letter leads to: in a menu, or of the menu bar and the fields and buttons on the screen.
inline QStringList doubledLetters(const QMenuBar &bar, const QWidget &window)
{
    QStringList doubled;
    const auto note = [&doubled](QHash<QChar, QString> &known, const QString &text) {
        const QChar letter = letterOf(text);
        if (letter.isNull())
            return;
        if (known.contains(letter) && known[letter] != text)
            doubled << known[letter] + QStringLiteral(" | ") + text;
        known.insert(letter, text);
    };
    QHash<QChar, QString> onScreen;
    for (const QAction *const title : bar.actions()) {
        note(onScreen, title->text());
        QHash<QChar, QString> inMenu;
        for (const QAction *const action : title->menu()->actions())
            note(inMenu, action->text());
    }
    for (const QWidget *const widget : window.findChildren<QWidget *>()) {
        if (!widget->isVisible() || widget->window() != &window)
            continue;
        const auto *const label = qobject_cast<const QLabel *>(widget);
        const auto *const button = qobject_cast<const QAbstractButton *>(widget);
        if (label && label->buddy())
            note(onScreen, label->text());
        else if (button)
            note(onScreen, button->text());
    }
    return doubled;
}

/// The labels, buttons and tabs on the screen whose words do not fit into them, or that stick out of what scrolls them.
inline QStringList clippedWords(const QWidget &window)
{
    QStringList clipped;
    for (const QWidget *const widget : window.findChildren<QWidget *>()) {
        if (!widget->isVisible() || widget->window() != &window)
            continue;
        QString text;
        bool fits = true;
        if (const auto *const label = qobject_cast<const QLabel *>(widget)) {
            text = label->text();
            fits = label->wordWrap() ? label->height() >= label->heightForWidth(label->width())
                                     : label->width() >= label->minimumSizeHint().width() || label->sizePolicy().horizontalPolicy() == QSizePolicy::Ignored;
        } else if (const auto *const button = qobject_cast<const QAbstractButton *>(widget)) {
            text = button->text();
            fits = button->width() >= button->sizeHint().width();
        } else if (const auto *const tabs = qobject_cast<const QTabBar *>(widget)) {
            text = tabs->count() > 0 ? tabs->tabText(0) : QString();
            fits = tabs->width() >= tabs->sizeHint().width();
        }
        if (text.isEmpty())
            continue;
        for (const QWidget *parent = widget->parentWidget(); parent && fits; parent = parent->parentWidget()) {
            const auto *const area = qobject_cast<const QScrollArea *>(parent);
            const int left = area ? widget->mapTo(area, QPoint()).x() : 0;
            fits = !area || (left >= 0 && left + widget->width() <= area->width());
        }
        if (!fits)
            clipped << QStringLiteral("“%1” (%2, %3 of %4 wide)").arg(text, widget->objectName()).arg(widget->width()).arg(widget->sizeHint().width());
    }
    return clipped;
}

} // namespace calotype::tests
