#include "ui/ModelList.h"

#include <QDir>
#include <QLocale>

#include <algorithm>
#include <exception>

namespace calotype::ui {

namespace {

using models::CatalogEntry;

QString pathOf(const CatalogEntry &entry)
{
    return QString::fromStdString(entry.path.string());
}

QSize nativeSize(const CatalogEntry &entry)
{
    return entry.kind == ModelKind::Unknown ? QSize() : QSize(entry.nativeWidth, entry.nativeHeight);
}

QStringList examplesOf(const CatalogEntry &entry)
{
    QStringList prompts;
    for (const std::string &prompt : entry.advice.examplePrompts)
        prompts.append(QString::fromStdString(prompt));
    return prompts;
}

QString detailOf(const CatalogEntry &entry)
{
    QStringList words;
    if (entry.kind != ModelKind::Unknown)
        words.append(QString::fromLatin1(modelKindName(entry.kind)));
    if (entry.inpainting)
        words.append(ModelList::tr("inpainting"));
    if (entry.format != ModelFormat::Unknown)
        words.append(QString::fromLatin1(modelFormatName(entry.format)));
    if (!entry.dtype.empty())
        words.append(QString::fromStdString(entry.dtype));
    if (entry.sizeBytes > 0)
        words.append(QLocale().formattedDataSize(entry.sizeBytes, 1, QLocale::DataSizeSIFormat));
    return words.join(QStringLiteral(" · "));
}

/// Everything that is there, each path once. On a worker thread.
std::vector<CatalogEntry> scan(const models::ModelCatalog &catalog, const QStringList &opened, std::stop_token stop)
{
    std::vector<CatalogEntry> entries;
    try {
        entries = catalog.list(stop);
        for (const QString &path : opened) {
            if (stop.stop_requested())
                break;
            CatalogEntry entry = catalog.entry(path.toStdString());
            const bool isKnown = std::any_of(entries.begin(), entries.end(),
                                             [&](const CatalogEntry &known) { return known.path == entry.path; });
            if (entry.present && !isKnown)
                entries.push_back(std::move(entry));
        }
    } catch (const std::exception &exception) {
        qWarning("The list of models is not complete: %s", exception.what());
    }
    std::erase_if(entries, [](const CatalogEntry &entry) { return !entry.present; });
    return entries;
}

} // namespace

ModelList::ModelList(const models::ModelCatalog &catalog, QObject *parent)
    : QAbstractListModel(parent)
    , m_catalog(catalog)
{
}

ModelList::~ModelList()
{
    m_stop.request_stop();
}

int ModelList::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

QVariant ModelList::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const CatalogEntry &entry = m_entries[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole: return QString::fromStdString(entry.name);
    case Qt::ToolTipRole: {
        const QString where = QDir::toNativeSeparators(pathOf(entry));
        const QString detail = detailOf(entry);
        return detail.isEmpty() ? where : detail + u'\n' + where;
    }
    case PathRole: return pathOf(entry);
    case DetailRole: return detailOf(entry);
    case WarningRole: return QString::fromStdString(entry.warning);
    case StepsRole: return entry.advice.steps ? QVariant(*entry.advice.steps) : QVariant();
    case GuidanceRole: return entry.advice.guidance ? QVariant(*entry.advice.guidance) : QVariant();
    case ExamplesRole: return examplesOf(entry);
    case ParametersRole: return QVariant::fromValue(entry.parameters);
    case NativeSizeRole: return nativeSize(entry);
    case HalfPrecisionRole: return entry.dtype == "F16" || entry.dtype == "BF16";
    case IsXlRole: return entry.kind == ModelKind::Sdxl;
    default: return {};
    }
}

int ModelList::rowOf(const QString &path) const
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(),
                                    [&](const CatalogEntry &entry) { return pathOf(entry) == path; });
    return found == m_entries.end() ? -1 : static_cast<int>(found - m_entries.begin());
}

void ModelList::setOpened(const QStringList &paths)
{
    m_opened = paths;
    m_opened.removeDuplicates();
}

void ModelList::open(const QString &path)
{
    const QString absolute = QDir::cleanPath(QDir(path).absolutePath());
    if (!m_opened.contains(absolute))
        m_opened.append(absolute);
    refresh();
}

void ModelList::refresh()
{
    ++m_scans;
    m_stop.request_stop(); // an older scan's answer would not count
    m_stop = std::stop_source();
    m_background.run([&catalog = m_catalog, opened = m_opened,
                      stop = m_stop.get_token()] { return scan(catalog, opened, stop); },
                     [this, order = ++m_scan](std::vector<CatalogEntry> &&entries) {
                         --m_scans;
                         if (order != m_scan)
                             return;
                         beginResetModel();
                         m_entries = std::move(entries);
                         m_scanned = true;
                         endResetModel();
                         Q_EMIT scanned();
                     });
}

} // namespace calotype::ui
