#pragma once

#include "ui/prompt/SavedList.h"

#include <QFrame>

class QLabel;
class QLineEdit;
class QListWidget;
class QListWidgetItem;
class QPushButton;

namespace calotype::ui {

class GenerationSettings;

/// The saved styles and presets: found by typing, taken with Return, renamed with F2, deleted with Delete, which can be
/// taken back at once. It closes when something was taken.
class StylesPopup final : public QFrame
{
    Q_OBJECT

public:
    struct Lists {
        SavedList &styles;  ///< of PromptStyle
        SavedList &presets; ///< of presetOf()
    };

    StylesPopup(GenerationSettings &settings, const Lists &lists, QWidget *parent = nullptr);

    /// Opens under @p place, with the whole list and the cursor in the search field.
    void openUnder(const QWidget &place);

Q_SIGNALS:
    /// The prompts as they are with the style, to be written into their fields.
    void styled(const QString &prompt, const QString &negativePrompt);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Deleted {
        SavedList *list = nullptr;
        SavedList::Item item;
        int row = 0;
    };

    void makeLayout();
    void fill();
    void addSection(const QString &heading, SavedList &list);
    SavedList *listOf(const QListWidgetItem *item);
    void select(const SavedList &list, const QString &name);
    void refreshButtons();
    void take();
    void takeItem(const QListWidgetItem *item);
    void saveStyle();
    void saveNegative();
    void savePreset();
    void save(SavedList &list, const QString &wish, const QJsonObject &content);
    void rename();
    void onRenamed(QListWidgetItem *item);
    void remove();
    void takeBack();
    void say(const QString &words);

    GenerationSettings &m_settings;
    Lists m_lists;
    Deleted m_deleted;
    QLineEdit *m_search;
    QListWidget *m_list;
    QLabel *m_words;
    QPushButton *m_undo;
    QPushButton *m_take;
    QPushButton *m_rename;
    QPushButton *m_delete;
    QPushButton *m_saveStyle;
    QPushButton *m_saveNegative;
    QPushButton *m_savePreset;
};

} // namespace calotype::ui
