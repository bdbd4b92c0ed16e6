#pragma once

#include "core/models/ModelCatalog.h"
#include "ui/Background.h"

#include <QAbstractListModel>
#include <QSize>
#include <QStringList>

#include <stop_token>
#include <vector>

namespace calotype::ui {

/// The models that can be chosen: what the catalog finds, and the files that the user opened from elsewhere. It is
/// filled from a worker thread; only the newest scan counts.
class ModelList final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        PathRole = Qt::UserRole, ///< QString
        DetailRole,              ///< QString: kind, format, number format, size
        WarningRole,             ///< QString
        StepsRole,    ///< int: advised steps; invalid where the model's makers say nothing
        GuidanceRole, ///< double: likewise
        ExamplesRole, ///< QStringList: prompts to try
        ParametersRole,          ///< PartSizes: numbers in its parts; 0 where that is not known
        NativeSizeRole,          ///< QSize in pixels that the model was made for; empty where its kind is not known
        HalfPrecisionRole,       ///< bool: its file holds numbers of two bytes
        IsXlRole,                ///< bool: it is of SDXL's kind
    };

    explicit ModelList(const models::ModelCatalog &catalog, QObject *parent = nullptr);
    ~ModelList() override;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

    /// The row of a path; -1 if there is none.
    int rowOf(const QString &path) const;
    bool isScanning() const { return m_scans > 0; }
    /// Whether a scan has ended and found nothing.
    bool isKnownEmpty() const { return m_scanned && m_entries.empty(); }

    /// Files from outside the models folders.
    QStringList opened() const { return m_opened; }
    void setOpened(const QStringList &paths);

public Q_SLOTS:
    void refresh();
    /// Adds a model from outside the models folders; scanned() follows.
    void open(const QString &path);

Q_SIGNALS:
    /// The list is what the disk had when the scan began.
    void scanned();

private:
    const models::ModelCatalog &m_catalog;
    std::vector<models::CatalogEntry> m_entries;
    QStringList m_opened;
    int m_scan = 0;  ///< raised by every scan, so that late ones are known
    int m_scans = 0; ///< under way
    bool m_scanned = false;
    std::stop_source m_stop;
    Background m_background{1}; ///< last: ends first
};

} // namespace calotype::ui
