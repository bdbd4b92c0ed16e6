#pragma once

#include "core/base/Error.h"
#include "ui/Background.h"
#include "ui/info/PictureWords.h"
#include "ui/viewer/CompareView.h"

#include <QList>
#include <QWidget>

#include <array>
#include <optional>

class QAction;
class QKeySequence;
class QLabel;
class QSettings;
class QSplitter;
class QTableView;

namespace calotype::ui {

class DifferenceModel;
class PictureLoader;

/// Two pictures compared: side by side or with a divider, in step, over a table of the settings in which they differ.
///
/// Keys: M changes between side by side and the divider, C swaps the pictures, D shows and hides the differences, 0
/// fits, 1 is 100 %, + and − zoom; the divider, once it has the focus, takes the arrows.
class ComparePage final : public QWidget
{
    Q_OBJECT

public:
    explicit ComparePage(FieldReader readFields, QWidget *parent = nullptr);
    ~ComparePage() override;

    /// "" leaves a side empty.
    void setPictures(const QString &left, const QString &right);
    QString path(CompareView::Side side) const { return m_sides[side].path; }

    /// The way of comparing, whether the differences are shown, and how much room they have.
    void store(QSettings &store) const;
    void restore(const QSettings &store);

    CompareView *view() const { return m_view; }
    DifferenceModel *differences() const { return m_differences; }
    /// For menus: compareSideBySide, compareSlider, compareSwap, compareDifferences, compareFit, compareActualSize,
    /// compareZoomIn, compareZoomOut.
    const QList<QAction *> &pageActions() const { return m_actions; }

public Q_SLOTS:
    void swap();

Q_SIGNALS:
    /// A side's picture is on the screen.
    void pictureShown(const QString &path);
    /// What the two pictures say has been read and compared.
    void compared();
    /// A picture could not be read; its side says so.
    void failed(const calotype::Error &error);

private:
    struct Content {
        QString path;
        std::optional<PictureWords> words; ///< nothing while they are being read
        QString fault;                     ///< why they could not be
    };

    QAction *addAction(const char *name, const QString &text, const QString &tip, const QList<QKeySequence> &keys);
    void makeActions();
    QWidget *makeNames();
    QWidget *makeTable();
    void readWords(CompareView::Side side);
    void onLoaded(const QString &path);
    void onFailed(const QString &path, const Error &error);
    void showMode(CompareView::Mode mode);
    void refreshNames();
    void refreshDifferences();
    void refreshBar();

    FieldReader m_readFields;
    std::array<Content, 2> m_sides;
    int m_order = 0; ///< of setPictures(), so that late words are known
    PictureLoader *m_loader;
    DifferenceModel *m_differences;
    CompareView *m_view;
    std::array<QLabel *, 2> m_names{};
    QLabel *m_note = nullptr;
    QLabel *m_zoom = nullptr;
    QTableView *m_table = nullptr;
    QWidget *m_tableBox = nullptr;
    QSplitter *m_splitter = nullptr;
    QList<QAction *> m_actions;
    QAction *m_sideBySide = nullptr;
    QAction *m_slider = nullptr;
    QAction *m_swap = nullptr;
    QAction *m_showDifferences = nullptr;
    QAction *m_fit = nullptr;
    QAction *m_actual = nullptr;
    QAction *m_zoomIn = nullptr;
    QAction *m_zoomOut = nullptr;
    QAction *m_otherMode = nullptr;
    Background m_background{2}; ///< last: ends first
};

} // namespace calotype::ui
