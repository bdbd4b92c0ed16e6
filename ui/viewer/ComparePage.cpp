#include "ui/viewer/ComparePage.h"

#include "ui/ErrorWords.h"
#include "ui/Form.h"
#include "ui/ImageView.h"
#include "ui/viewer/DifferenceModel.h"
#include "ui/viewer/PageBar.h"
#include "ui/viewer/PictureLoader.h"

#include <QAction>
#include <QActionGroup>
#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QSettings>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

namespace calotype::ui {

namespace {

constexpr CompareView::Side kSides[] = {CompareView::Left, CompareView::Right};

const QString kModeKey = QStringLiteral("compare/mode");
const QString kDifferencesKey = QStringLiteral("compare/differences");
const QString kSplitterKey = QStringLiteral("compare/splitter");
const QString kSliderMode = QStringLiteral("divider");
const QString kSideBySideMode = QStringLiteral("side by side");

} // namespace

ComparePage::ComparePage(FieldReader readFields, QWidget *parent)
    : QWidget(parent)
    , m_readFields(std::move(readFields))
    , m_loader(new PictureLoader(this))
    , m_differences(new DifferenceModel(this))
    , m_view(new CompareView)
{
    setObjectName(QStringLiteral("comparePage"));
    setAccessibleName(tr("Compare"));
    makeActions();
    auto *const pictures = new QWidget;
    auto *const column = new QVBoxLayout(pictures);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeNames());
    column->addWidget(m_view, 1);

    auto *const bar = new PageBar;
    bar->setObjectName(QStringLiteral("compareBar"));
    for (QAction *const action : {m_sideBySide, m_slider, m_swap})
        bar->addButton(action);
    bar->addStretch();
    m_zoom = bar->addLabel("compareZoom", tr("Zoom"));
    bar->addButton(m_showDifferences);
    column->addWidget(bar);

    m_splitter = new QSplitter(Qt::Vertical);
    m_splitter->setObjectName(QStringLiteral("compareSplitter"));
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(pictures);
    m_splitter->addWidget(makeTable());
    m_splitter->setStretchFactor(0, 1);
    auto *const whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(m_splitter);
    setFocusProxy(m_view);

    connect(m_loader, &PictureLoader::loaded, this, &ComparePage::onLoaded);
    connect(m_loader, &PictureLoader::failed, this, &ComparePage::onFailed);
    connect(m_view, &CompareView::zoomChanged, this, &ComparePage::refreshBar);
    setPictures({}, {});
}

ComparePage::~ComparePage() = default;

QAction *ComparePage::addAction(const char *name, const QString &text, const QString &tip, const QList<QKeySequence> &keys)
{
    auto *const action = new QAction(text, this);
    action->setObjectName(QLatin1String(name));
    action->setToolTip(tip);
    action->setStatusTip(tip);
    action->setShortcuts(keys);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    QWidget::addAction(action);
    m_actions.append(action);
    return action;
}

void ComparePage::makeActions()
{
    m_sideBySide = addAction("compareSideBySide", tr("Side &by Side"), tr("The two pictures beside each other"), {});
    m_slider = addAction("compareSlider", tr("&Divider"), tr("One picture over the other, with a divider to drag"), {});
    auto *const modes = new QActionGroup(this);
    for (QAction *const mode : {m_sideBySide, m_slider}) {
        mode->setCheckable(true);
        modes->addAction(mode);
    }
    m_sideBySide->setChecked(true);
    m_swap = addAction("compareSwap", tr("S&wap"), tr("Change the sides of the pictures"), {Qt::Key_C});
    m_showDifferences = addAction("compareDifferences", tr("Diffe&rences"), tr("The settings in which the pictures differ"), {Qt::Key_D});
    m_showDifferences->setCheckable(true);
    m_showDifferences->setChecked(true);
    m_fit = addAction("compareFit", tr("&Fit"), tr("The whole pictures"), {Qt::Key_Asterisk, Qt::Key_0});
    m_actual = addAction("compareActualSize", tr("&Actual Size"), tr("One pixel of the screen for each of the left picture"), {Qt::Key_Slash, Qt::Key_1});
    m_zoomIn = addAction("compareZoomIn", tr("Zoom &In"), tr("Larger"), {Qt::Key_Plus, Qt::Key_Equal});
    m_zoomOut = addAction("compareZoomOut", tr("Zoom &Out"), tr("Smaller"), {Qt::Key_Minus});
    m_otherMode = new QAction(tr("Change the Way of Comparing"), this);
    m_otherMode->setObjectName(QStringLiteral("compareOtherMode"));
    m_otherMode->setShortcut(Qt::Key_M);
    m_otherMode->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    QWidget::addAction(m_otherMode);

    connect(m_sideBySide, &QAction::triggered, this, [this] { showMode(CompareView::Mode::SideBySide); });
    connect(m_slider, &QAction::triggered, this, [this] { showMode(CompareView::Mode::Slider); });
    connect(m_otherMode, &QAction::triggered, this, [this] {
        showMode(m_view->mode() == CompareView::Mode::Slider ? CompareView::Mode::SideBySide : CompareView::Mode::Slider);
    });
    connect(m_swap, &QAction::triggered, this, &ComparePage::swap);
    connect(m_showDifferences, &QAction::toggled, this, [this](bool shown) { m_tableBox->setVisible(shown); });
    connect(m_fit, &QAction::triggered, m_view, &CompareView::zoomToFit);
    connect(m_actual, &QAction::triggered, m_view, &CompareView::zoomToActualSize);
    connect(m_zoomIn, &QAction::triggered, m_view, &CompareView::zoomIn);
    connect(m_zoomOut, &QAction::triggered, m_view, &CompareView::zoomOut);
}

QWidget *ComparePage::makeNames()
{
    auto *const line = new QWidget;
    auto *const layout = new QHBoxLayout(line);
    layout->setContentsMargins(8, 4, 8, 4);
    layout->setSpacing(16);
    for (const CompareView::Side side : kSides) {
        auto *const name = new QLabel;
        name->setObjectName(side == CompareView::Left ? QStringLiteral("compareLeftName") : QStringLiteral("compareRightName"));
        name->setTextFormat(Qt::PlainText);
        name->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // a long name must not widen the window
        name->setAlignment((side == CompareView::Left ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter | Qt::AlignAbsolute);
        layout->addWidget(name, 1);
        m_names[side] = name;
    }
    return line;
}

QWidget *ComparePage::makeTable()
{
    m_table = new QTableView;
    m_table->setObjectName(QStringLiteral("compareTable"));
    m_table->setAccessibleName(tr("Settings that differ"));
    m_table->setModel(m_differences);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->horizontalHeader()->setSectionResizeMode(DifferenceModel::NameColumn, QHeaderView::ResizeToContents);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setTabKeyNavigation(false);
    m_table->setWordWrap(false);
    m_table->setShowGrid(false);
    m_table->setAlternatingRowColors(true);
    m_table->setFrameShape(QFrame::NoFrame);
    m_note = adviceLabel();
    m_note->setObjectName(QStringLiteral("compareNote"));
    m_note->setMargin(10);
    m_tableBox = new QWidget;
    auto *const column = new QVBoxLayout(m_tableBox);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_note);
    column->addWidget(m_table, 1);
    m_tableBox->setMinimumHeight(96);
    return m_tableBox;
}

void ComparePage::setPictures(const QString &left, const QString &right)
{
    ++m_order;
    m_sides = {Content{left, {}, {}}, Content{right, {}, {}}};
    for (const CompareView::Side side : kSides) {
        m_view->setPlaceholder(side, m_sides[side].path.isEmpty() ? tr("No picture is chosen.") : QString());
        m_view->setPicture(side, {});
    }
    for (const CompareView::Side side : kSides)
        readWords(side);
    for (const QString &path : {left, right}) {
        if (m_loader->find(path))
            onLoaded(path);
    }
    m_loader->want({left, right});
    refreshNames();
    refreshDifferences();
    refreshBar();
}

void ComparePage::readWords(CompareView::Side side)
{
    const QString path = m_sides[side].path;
    if (path.isEmpty() || !m_readFields) {
        m_sides[side].words = PictureWords{};
        return;
    }
    m_background.run([path, read = m_readFields] { return read(path); },
                     [this, path, order = m_order](Result<PictureWords> &&words) {
                         if (order != m_order)
                             return;
                         for (Content &content : m_sides) { // they may have been swapped since
                             if (content.path != path)
                                 continue;
                             content.words = words ? words.value() : PictureWords{};
                             content.fault = words ? QString() : errorWords(words.error());
                         }
                         refreshDifferences();
                     });
}

void ComparePage::onLoaded(const QString &path)
{
    const auto picture = path.isEmpty() ? std::nullopt : m_loader->find(path);
    if (!picture)
        return;
    for (const CompareView::Side side : kSides) {
        if (m_sides[side].path == path)
            m_view->setPicture(side, *picture);
    }
    refreshBar();
    Q_EMIT pictureShown(path);
}

void ComparePage::onFailed(const QString &path, const Error &error)
{
    bool isOurs = false;
    for (const CompareView::Side side : kSides) {
        if (m_sides[side].path != path)
            continue;
        isOurs = true;
        m_view->setPlaceholder(side, errorWords(error));
        m_view->setPicture(side, {});
    }
    refreshBar();
    if (isOurs)
        Q_EMIT failed(error);
}

void ComparePage::swap()
{
    std::swap(m_sides[CompareView::Left], m_sides[CompareView::Right]);
    m_view->swap();
    refreshNames();
    refreshDifferences();
    refreshBar();
}

void ComparePage::showMode(CompareView::Mode mode)
{
    m_view->setMode(mode);
    (mode == CompareView::Mode::Slider ? m_slider : m_sideBySide)->setChecked(true);
}

void ComparePage::store(QSettings &store) const
{
    store.setValue(kModeKey, m_view->mode() == CompareView::Mode::Slider ? kSliderMode : kSideBySideMode);
    store.setValue(kDifferencesKey, m_showDifferences->isChecked());
    store.setValue(kSplitterKey, m_splitter->saveState());
}

void ComparePage::restore(const QSettings &store)
{
    showMode(store.value(kModeKey).toString() == kSliderMode ? CompareView::Mode::Slider : CompareView::Mode::SideBySide);
    m_showDifferences->setChecked(store.value(kDifferencesKey, true).toBool());
    m_splitter->restoreState(store.value(kSplitterKey).toByteArray());
}

void ComparePage::refreshNames()
{
    for (const CompareView::Side side : kSides) {
        const QString &path = m_sides[side].path;
        m_names[side]->setText(QFileInfo(path).fileName());
        m_names[side]->setToolTip(QDir::toNativeSeparators(path));
        m_view->view(side)->setCaption(QFileInfo(path).fileName());
    }
}

void ComparePage::refreshDifferences()
{
    const Content &left = m_sides[CompareView::Left];
    const Content &right = m_sides[CompareView::Right];
    QString note;
    QList<FieldDifference> differences;
    if (left.path.isEmpty() || right.path.isEmpty())
        note = tr("Choose two pictures to compare them.");
    else if (!left.words || !right.words)
        note = tr("Reading what the pictures say …");
    else if (!left.fault.isEmpty() || !right.fault.isEmpty())
        note = left.fault.isEmpty() ? right.fault : left.fault;
    else if (left.words->fields.isEmpty() && right.words->fields.isEmpty())
        note = tr("Neither picture says how it was made.");
    else
        differences = fieldDifferences(*left.words, *right.words);
    if (note.isEmpty() && differences.isEmpty())
        note = tr("Both pictures name the same settings.");
    m_differences->setDifferences(differences);
    setAdvice(m_note, note);
    m_table->setVisible(!differences.isEmpty());
    if (left.words && right.words)
        Q_EMIT compared();
}

void ComparePage::refreshBar()
{
    const ImageView *const left = m_view->view(CompareView::Left);
    const ImageView *const right = m_view->view(CompareView::Right);
    const bool isEmpty = left->isEmpty() && right->isEmpty();
    for (QAction *const action : {m_fit, m_actual, m_zoomIn, m_zoomOut})
        action->setEnabled(!isEmpty);
    m_swap->setEnabled(!m_sides[CompareView::Left].path.isEmpty() || !m_sides[CompareView::Right].path.isEmpty());
    const double zoom = (left->isEmpty() ? right : left)->zoom();
    m_zoom->setText(isEmpty ? QString() : tr("%1 %").arg(QLocale().toString(qRound(zoom * 100))));
}

} // namespace calotype::ui
