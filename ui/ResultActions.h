#pragma once

#include "ui/Background.h"
#include "ui/InitImage.h"

#include <QImage>
#include <QList>
#include <QObject>

#include <functional>

class QAction;
class QWidget;

namespace calotype::ui {

class Desktop;
class Filmstrip;
class GenerationSettings;
class ResultsModel;
struct ResultEntry;

/// What can be done with the result that the user is at; the same actions serve the menu bar and the context menu.
class ResultActions final : public QObject
{
    Q_OBJECT

public:
    struct Parts {
        ResultsModel &results;
        Filmstrip &filmstrip;
        GenerationSettings &settings;
        InitImage &initImage;
        Desktop &desktop;
        QWidget &view; ///< where the picture is large
    };

    explicit ResultActions(const Parts &parts, QObject *parent = nullptr);

    const QList<QAction *> &actions() const { return m_actions; }

public Q_SLOTS:
    /// Whether the results are seen: nothing is done with one that is not.
    void setShown(bool shown);

Q_SIGNALS:
    void failed(const QString &sentence);
    /// With the settings of a result came its start image, or none. After the settings.
    void startReplaced(const calotype::ui::InitImage::Start &before);

private:
    QAction *add(const char *name, const QString &text, const QString &tip, void (ResultActions::*order)());
    const ResultEntry *current() const;
    void refresh();
    void withPicture(std::function<void(const QImage &)> use);

    void copyImage();
    void copySeed();
    void copyPrompt();
    void reveal();
    void useSettings();
    void useAsStartImage();

    Parts m_parts;
    QList<QAction *> m_actions;
    QAction *m_reveal;
    bool m_isShown = true;
    Background m_background{1}; ///< last: ends first
};

} // namespace calotype::ui
