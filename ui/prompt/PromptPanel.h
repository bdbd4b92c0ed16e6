#pragma once

#include "core/base/Error.h"
#include "ui/prompt/PromptHistory.h"
#include "ui/prompt/PromptMeter.h"
#include "ui/prompt/SavedList.h"

#include <QWidget>

class QComboBox;
class QSettings;
class QToolButton;

namespace calotype::ui {

class GenerationSettings;
class PromptEdit;
class StylesPopup;
class TokenCounter;

/// The prompt and the negative prompt, with what counts and reads them: their syntax, their tokens, the prompts used
/// before, styles and presets.
class PromptPanel final : public QWidget
{
    Q_OBJECT

public:
    struct Parts {
        GenerationSettings &settings;
        QSettings &store;   ///< keeps the history
        QString dataFolder; ///< keeps styles and presets
    };

    explicit PromptPanel(const Parts &parts, QWidget *parent = nullptr);

    PromptEdit *promptEdit() const { return m_prompt.edit; }
    PromptEdit *negativeEdit() const { return m_negative.edit; }

public Q_SLOTS:
    /// Adds the prompts as they are to the history: a picture is asked for with them.
    void remember();

Q_SIGNALS:
    void failed(const calotype::Error &error);

private:
    struct Field {
        explicit Field(const char *historyKey);
        PromptEdit *edit = nullptr;
        TokenCounter *counter = nullptr;
        PromptMeter meter;
        PromptHistory history;
    };

    QWidget *makeField(Field &field, int lines, const QString &label, const QString &tooltip);
    QWidget *makeTools();
    void refresh();
    void showStyles();
    void tellOfSyntax();

    GenerationSettings &m_settings;
    QSettings &m_store;
    SavedList m_styles;
    SavedList m_presets;
    Field m_prompt;
    Field m_negative;
    QComboBox *m_syntax = nullptr;
    QToolButton *m_open = nullptr;
    StylesPopup *m_popup = nullptr; ///< made when it is first opened
};

} // namespace calotype::ui
