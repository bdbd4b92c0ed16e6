#pragma once

#include "ui/Background.h"

#include <QImage>
#include <QModelIndex>
#include <QObject>
#include <QSize>

namespace calotype::ui {

class Filmstrip;
class GenerationController;
class ImageView;
class ResultsModel;

/// Decides what the large view shows: the picture in the making while it is followed, else the result that the user
/// went to. What is made from rest is followed, and the jobs that come after it; going to a result stops that, going to
/// the first tile takes it up again.
class ResultViewer final : public QObject
{
    Q_OBJECT

public:
    struct Parts {
        GenerationController &controller;
        ResultsModel &results;
        Filmstrip &filmstrip;
        ImageView &view;
    };

    explicit ResultViewer(const Parts &parts, QObject *parent = nullptr);

    bool isFollowing() const { return m_following; }

Q_SIGNALS:
    void failed(const QString &sentence);

private:
    void onPhase();
    void onPreview(const QImage &preview, const QSize &size);
    void onAdded(qint64 id);
    void onChosen(const QModelIndex &index);
    void clearIfNone();
    void goTo(const QModelIndex &index);
    void showEntry(const QModelIndex &index);

    Parts m_parts;
    bool m_following = true;
    bool m_busy = false; ///< a job runs
    bool m_going = false; ///< the current row is being set by us, not by the user
    QImage m_lastPreview;
    QSize m_lastSize;
    int m_order = 0; ///< of what is shown, so that late files are known
    Background m_background{1}; ///< last: ends first
};

} // namespace calotype::ui
