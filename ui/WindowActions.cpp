#include "ui/WindowActions.h"

#include <QAction>
#include <QActionGroup>

namespace calotype::ui {

namespace {

QAction *make(QObject *owner, const char *name, const QString &text, const QString &tip,
              const QList<QKeySequence> &keys = {})
{
    auto *const action = new QAction(text, owner);
    action->setObjectName(QLatin1String(name));
    action->setToolTip(tip);
    action->setStatusTip(tip);
    action->setShortcuts(keys);
    return action;
}

} // namespace

WindowActions::WindowActions(QObject *parent)
    : QObject(parent)
    , generate(make(this, "generate", tr("&Generate"), tr("Make the picture"),
                    {QKeySequence(Qt::CTRL | Qt::Key_Return), QKeySequence(Qt::CTRL | Qt::Key_Enter)}))
    , generateFirst(make(this, "generateFirst", tr("Generate &Next"), tr("Make it before all that wait"),
                         {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Return)}))
    , generateInstead(make(this, "generateInstead", tr("Generate &Instead"), tr("Make it in place of all that wait; they are cancelled"),
                           {QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_Return)}))
    , generateSeveral(make(this, "generateSeveral", tr("Generate Se&veral…"), tr("Make pictures from several prompts, one a line")))
    , skip(make(this, "skip", tr("S&kip This Picture"), tr("Leave this picture and go on with the next")))
    , stopAfter(make(this, "stopAfter", tr("Stop &After This Picture"), tr("Finish this picture, then stop")))
    , stop(make(this, "stop", tr("&Stop"), tr("Stop; finished pictures are kept"), {QKeySequence(Qt::Key_Escape)}))
    , openModel(make(this, "openModel", tr("&Open Model File…"), tr("Choose a model file from anywhere"),
                     {QKeySequence::Open}))
    , openModelFolder(make(this, "openModelFolder", tr("Open Model Fol&der…"),
                           tr("Choose a diffusers folder from anywhere")))
    , openModelsFolder(make(this, "openModelsFolder", tr("Open Models Folde&r"),
                            tr("Show the folder where models are looked for")))
    , rescan(make(this, "rescan", tr("&Look Again"), tr("Look for models and pictures again"), {QKeySequence::Refresh}))
    , addFolder(make(this, "addFolder", tr("Add &Gallery Folder…"), tr("Show the pictures of another folder too")))
    , unload(make(this, "unload", tr("&Free the Model’s Memory"), tr("Unload the model; it comes back when it is used")))
    , chooseStartImage(make(this, "chooseStartImage", tr("Choose Start &Image…"),
                            tr("Choose a picture to start from"), {QKeySequence(Qt::CTRL | Qt::Key_I)}))
    , pasteStartImage(make(this, "pasteStartImage", tr("&Paste Start Image"),
                           tr("Start from the picture on the clipboard"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_V)}))
    , clearStartImage(make(this, "clearStartImage", tr("&Clear Start Image"), tr("Start from noise alone")))
    , focusPrompt(make(this, "focusPrompt", tr("Go to the &Prompt"), tr("Write the prompt"),
                       {QKeySequence(Qt::CTRL | Qt::Key_L)}))
    , preferences(make(this, "preferences", tr("Pr&eferences…"), tr("How Calotype looks and works"),
                       {QKeySequence(Qt::CTRL | Qt::Key_Comma)}))
    , zoomIn(make(this, "zoomIn", tr("Zoom &In"), tr("Larger"),
                  {QKeySequence(Qt::CTRL | Qt::Key_Plus), QKeySequence(Qt::CTRL | Qt::Key_Equal)}))
    , zoomOut(make(this, "zoomOut", tr("Zoom &Out"), tr("Smaller"), {QKeySequence(Qt::CTRL | Qt::Key_Minus)}))
    , zoomActual(make(this, "zoomActual", tr("&Actual Size"), tr("One pixel of the screen for each of the picture"),
                      {QKeySequence(Qt::CTRL | Qt::Key_1)}))
    , zoomFit(make(this, "zoomFit", tr("&Fit"), tr("The whole picture"), {QKeySequence(Qt::CTRL | Qt::Key_0)}))
    , schemes(new QActionGroup(this))
    , keyboardShortcuts(make(this, "keyboardShortcuts", tr("&Keyboard Shortcuts…"), tr("See the keys, and change them")))
    , showLog(make(this, "helpLog", tr("Show &Log…"), tr("Read the log, as it is written")))
    , copyDiagnostics(make(this, "helpDiagnostics", tr("Copy &Diagnostics"),
                           tr("Versions, devices and preferences, for those who help; no path and no prompt is in it")))
    , about(make(this, "about", tr("&About Calotype"), tr("What this program is")))
    , quit(make(this, "quit", tr("&Quit"), tr("Close Calotype"), {QKeySequence::Quit}))
{
    const struct {
        const char *word;
        QString text;
    } choices[] = {{"system", tr("As the &System")}, {"light", tr("&Light")}, {"dark", tr("&Dark")}};
    for (const auto &choice : choices) {
        QAction *const action = make(this, choice.word, choice.text, tr("Colours of the window"));
        action->setCheckable(true);
        action->setData(QLatin1String(choice.word));
        schemes->addAction(action);
    }
    generate->setIconText(tr("Generate")); // what stands in the toolbar stays as wide as it is
    skip->setIconText(tr("Skip"));
    stop->setIconText(tr("Stop"));
    zoomIn->setIconText(QStringLiteral("+"));
    zoomOut->setIconText(QStringLiteral("−"));
    zoomActual->setIconText(tr("100 %"));
    about->setMenuRole(QAction::AboutRole);
    preferences->setMenuRole(QAction::PreferencesRole);
    quit->setMenuRole(QAction::QuitRole);
}

} // namespace calotype::ui
