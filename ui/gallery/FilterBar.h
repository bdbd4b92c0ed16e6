#pragma once

#include "core/gallery/GalleryTypes.h"

#include <QTimer>
#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QSettings;
class QSlider;
class QToolButton;

namespace calotype::ui {

class FilterChip;

/// What narrows and orders the gallery: the search in the prompts, the chips, the order; and how large the thumbnails
/// are. Typing is waited for a moment; all else tells at once.
class FilterBar final : public QWidget
{
    Q_OBJECT

public:
    static constexpr int kSmallestEdge = 80; ///< of a thumbnail, logical pixels
    static constexpr int kLargestEdge = 512;
    static constexpr int kEdgeStep = 16;

    explicit FilterBar(QWidget *parent = nullptr);

    const gallery::GalleryFilter &filter() const { return m_filter; }
    /// Shows another filter, and tells it.
    void setFilter(const gallery::GalleryFilter &filter);
    /// Any of everything, the order kept.
    void clear();
    /// That picture and its near-duplicates, instead of what is shown now; a chip says so, and leads back.
    void showSimilar(qint64 id, const QString &name);
    void leaveSimilar();

    /// What there is to choose from, in the order in which it is offered.
    void setFacets(const QStringList &models, const QStringList &samplers, const QStringList &tags, const QVector<QSize> &sizes);
    /// The order, and the size of the thumbnails.
    void store(QSettings &store) const;
    void restore(const QSettings &store);
    /// "1,204 pictures"
    void setCountText(const QString &text);

    int thumbnailEdge() const;
    void setThumbnailEdge(int edge);

    QLineEdit *searchField() const { return m_search; }

Q_SIGNALS:
    void filterChanged(const calotype::gallery::GalleryFilter &filter);
    void thumbnailEdgeChanged(int edge);

private:
    void makeSearchLine();
    void makeChips();
    void makeDates();
    void makeSimilar();
    void take(const gallery::GalleryFilter &filter);
    void show(const gallery::GalleryFilter &filter);
    void takeText();
    void chooseDates();

    gallery::GalleryFilter m_filter;
    QTimer m_typing;
    QLineEdit *m_search = nullptr;
    QComboBox *m_sort = nullptr;
    QSlider *m_edge = nullptr;
    QLabel *m_count = nullptr;
    FilterChip *m_model = nullptr;
    FilterChip *m_sampler = nullptr;
    FilterChip *m_size = nullptr;
    FilterChip *m_date = nullptr;
    FilterChip *m_rating = nullptr;
    FilterChip *m_fromImage = nullptr;
    FilterChip *m_tag = nullptr;
    QToolButton *m_similar = nullptr; ///< there only while it holds
    gallery::GalleryFilter m_beforeSimilar;
    QToolButton *m_clear = nullptr;
};

} // namespace calotype::ui
