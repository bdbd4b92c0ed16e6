#include "ui/ResultInGallery.h"

#include "ui/Filmstrip.h"
#include "ui/ImageView.h"
#include "ui/ResultsModel.h"
#include "ui/WidgetKey.h"
#include "ui/WindowPages.h"

#include <QAction>

namespace calotype::ui {

ResultInGallery::ResultInGallery(const Parts &parts, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
{
    addActions();
    connect(&m_parts.filmstrip, &Filmstrip::chosen, this, &ResultInGallery::tell);
    connect(&m_parts.results, &QAbstractItemModel::dataChanged, this, &ResultInGallery::tell);
    connect(&m_parts.results, &QAbstractItemModel::rowsInserted, this, &ResultInGallery::tell);
    connect(&m_parts.results, &QAbstractItemModel::rowsRemoved, this, &ResultInGallery::tell);
    connect(&m_parts.pages, &WindowPages::resultTrashed, &m_parts.results, &ResultsModel::takeOut);
    connect(&m_parts.pages, &WindowPages::resultRestored, this, [this](const QString &path) {
        const QModelIndex row = m_parts.results.bringBack(path);
        if (row.isValid() && !m_parts.results.hasLive()) // what is being made stays in sight
            m_parts.filmstrip.choose(row);
    });
    tell();
}

void ResultInGallery::addActions()
{
    const QList<QAction *> actions = m_parts.pages.resultActions();
    for (QWidget *const place : std::initializer_list<QWidget *>{&m_parts.filmstrip, &m_parts.view}) {
        auto *const separator = new QAction(this);
        separator->setSeparator(true);
        place->addAction(separator);
        place->addActions(actions);
        new WidgetKey(QKeySequence(Qt::Key_Delete), actions.last(), place);
    }
}

void ResultInGallery::tell()
{
    m_parts.pages.setResult(m_parts.filmstrip.currentIndex().data(ResultsModel::PathRole).toString());
}

} // namespace calotype::ui
