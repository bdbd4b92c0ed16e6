#include "ui/gallery/FilterBar.h"

#include "ui/FlowLayout.h"
#include "ui/WheelGuard.h"
#include "ui/gallery/DateRangeDialog.h"
#include "ui/gallery/FilterChip.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QSettings>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace calotype::ui {

using gallery::GalleryFilter;
using Choice = FilterChip::Choice;

namespace {

constexpr int kTypingMs = 150;
constexpr int kDefaultEdge = 176;
constexpr int kMostLetters = 24; ///< of a picture's name
constexpr int kChipGap = 4;

const QString kSortKey = QStringLiteral("gallery/sort");
const QString kEdgeKey = QStringLiteral("gallery/thumbnailEdge");
constexpr std::pair<const char *, GalleryFilter::Sort> kSorts[] = {
    {"newest", GalleryFilter::Sort::Newest},
    {"oldest", GalleryFilter::Sort::Oldest},
    {"rating", GalleryFilter::Sort::BestRated},
    {"name", GalleryFilter::Sort::Name},
};

using Days = QPair<QDate, QDate>;

QVariant textValue(const QString &text)
{
    return text.isEmpty() ? QVariant() : QVariant(text);
}

QVariant daysValue(QDate from, QDate to)
{
    return from.isValid() || to.isValid() ? QVariant::fromValue(Days(from, to)) : QVariant();
}

QVector<Choice> textChoices(const QStringList &texts)
{
    QVector<Choice> choices;
    for (const QString &text : texts)
        choices.append({text, text});
    return choices;
}

} // namespace

FilterBar::FilterBar(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("filterBar"));
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(10, 8, 10, 4);
    column->setSpacing(6);
    makeSearchLine();
    makeChips();
    m_typing.setSingleShot(true);
    m_typing.setInterval(kTypingMs);
    connect(&m_typing, &QTimer::timeout, this, &FilterBar::takeText);
    show(m_filter);
}

void FilterBar::makeSearchLine()
{
    m_search = new QLineEdit;
    m_search->setObjectName(QStringLiteral("gallerySearch"));
    m_search->setAccessibleName(tr("Search in prompts"));
    m_search->setPlaceholderText(tr("Search in prompts"));
    m_search->setClearButtonEnabled(true);
    connect(m_search, &QLineEdit::textEdited, this, [this] { m_typing.start(); });
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) {
        if (text.isEmpty()) // also by the button in the field, which edits nothing
            takeText();
    });
    connect(m_search, &QLineEdit::returnPressed, this, &FilterBar::takeText);

    m_sort = new QComboBox;
    m_sort->setObjectName(QStringLiteral("gallerySort"));
    m_sort->setAccessibleName(tr("Order"));
    m_sort->setToolTip(tr("Order"));
    m_sort->addItem(tr("Newest first"), static_cast<int>(GalleryFilter::Sort::Newest));
    m_sort->addItem(tr("Oldest first"), static_cast<int>(GalleryFilter::Sort::Oldest));
    m_sort->addItem(tr("Best rated first"), static_cast<int>(GalleryFilter::Sort::BestRated));
    m_sort->addItem(tr("By name"), static_cast<int>(GalleryFilter::Sort::Name));
    WheelGuard::protect(m_sort);
    connect(m_sort, &QComboBox::activated, this, [this] {
        GalleryFilter filter = m_filter;
        filter.sort = static_cast<GalleryFilter::Sort>(m_sort->currentData().toInt());
        take(filter);
    });

    m_edge = new QSlider(Qt::Horizontal);
    m_edge->setObjectName(QStringLiteral("thumbnailSize"));
    m_edge->setAccessibleName(tr("Size of the thumbnails"));
    m_edge->setToolTip(tr("Size of the thumbnails"));
    m_edge->setRange(kSmallestEdge / kEdgeStep, kLargestEdge / kEdgeStep);
    m_edge->setPageStep(4);
    m_edge->setValue(kDefaultEdge / kEdgeStep);
    m_edge->setFixedWidth(110);
    WheelGuard::protect(m_edge);
    const auto describe = [this] { m_edge->setAccessibleDescription(tr("%1 pixels").arg(thumbnailEdge())); };
    connect(m_edge, &QSlider::valueChanged, this, describe);
    connect(m_edge, &QSlider::valueChanged, this, [this] { Q_EMIT thumbnailEdgeChanged(thumbnailEdge()); });
    describe();

    auto *const line = new QHBoxLayout;
    line->addWidget(m_search, 1);
    line->addWidget(m_sort);
    line->addWidget(m_edge);
    static_cast<QVBoxLayout *>(layout())->addLayout(line);
}

void FilterBar::makeChips()
{
    auto *const chips = new QWidget;
    auto *const line = new FlowLayout(kChipGap, kChipGap);
    chips->setLayout(line);
    const auto chip = [this, line](const char *name, const QString &title, const QString &any, auto change) {
        auto *const made = new FilterChip(QString::fromLatin1(name), title, any);
        connect(made, &FilterChip::chosen, this, [this, change](const QVariant &value) {
            GalleryFilter filter = m_filter;
            change(filter, value);
            take(filter);
        });
        line->addWidget(made);
        return made;
    };
    m_model = chip("filterModel", tr("Model"), tr("Any model"),
                   [](GalleryFilter &f, const QVariant &v) { f.model = v.toString(); });
    m_sampler = chip("filterSampler", tr("Sampler"), tr("Any sampler"),
                     [](GalleryFilter &f, const QVariant &v) { f.sampler = v.toString(); });
    m_size = chip("filterSize", tr("Size"), tr("Any size"),
                  [](GalleryFilter &f, const QVariant &v) { f.size = v.toSize(); });
    m_date = chip("filterDate", tr("Date"), tr("Any date"), [](GalleryFilter &f, const QVariant &v) {
        const Days days = v.value<Days>();
        f.from = days.first;
        f.to = days.second;
    });
    connect(m_date, &FilterChip::opening, this, &FilterBar::makeDates);
    auto *const between = new QAction(tr("Between…"), this);
    between->setObjectName(QStringLiteral("filterDateBetween"));
    connect(between, &QAction::triggered, this, &FilterBar::chooseDates);
    m_date->setExtraAction(between);
    makeDates();
    m_rating = chip("filterRating", tr("Rating"), tr("Any rating"),
                    [](GalleryFilter &f, const QVariant &v) { f.minRating = v.toInt(); });
    QVector<Choice> ratings{{QString(5, u'★'), 5}};
    for (int stars = 4; stars > 0; --stars)
        ratings.append({tr("%1 and better").arg(QString(stars, u'★')), stars});
    m_rating->setChoices(ratings);
    m_fromImage = chip("filterFromImage", tr("Made from"), tr("Made from anything"),
                       [](GalleryFilter &f, const QVariant &v) {
                           f.madeFromImage = v.isValid() ? std::optional<bool>(v.toBool()) : std::nullopt;
                       });
    m_fromImage->setChoices({{tr("Made from an image"), true}, {tr("Made from words alone"), false}});
    m_tag = chip("filterTag", tr("Tag"), tr("Any tag"),
                 [](GalleryFilter &f, const QVariant &v) { f.tag = v.toString(); });
    makeSimilar();
    line->addWidget(m_similar);

    m_clear = new QToolButton;
    m_clear->setObjectName(QStringLiteral("clearFilters"));
    m_clear->setText(tr("Clear Filters"));
    m_clear->setAccessibleName(tr("Clear Filters"));
    m_clear->setAutoRaise(true);
    m_clear->setFocusPolicy(Qt::StrongFocus);
    connect(m_clear, &QToolButton::clicked, this, &FilterBar::clear);
    line->addWidget(m_clear);
    m_count = new QLabel;
    m_count->setObjectName(QStringLiteral("galleryCount"));
    m_count->setForegroundRole(QPalette::PlaceholderText);
    auto *const whole = new QHBoxLayout;
    whole->setSpacing(2 * kChipGap);
    whole->addWidget(chips, 1);
    whole->addWidget(m_count);
    static_cast<QVBoxLayout *>(layout())->addLayout(whole);
}

void FilterBar::makeSimilar()
{
    m_similar = new QToolButton;
    m_similar->setObjectName(QStringLiteral("filterSimilar"));
    m_similar->setAccessibleName(tr("Show all pictures again"));
    m_similar->setFocusPolicy(Qt::StrongFocus);
    QFont font = m_similar->font();
    font.setBold(true);
    m_similar->setFont(font);
    m_similar->hide();
    connect(m_similar, &QToolButton::clicked, this, &FilterBar::leaveSimilar);
}

/// Made when the menu opens: the days move on.
void FilterBar::makeDates()
{
    const QDate today = QDate::currentDate();
    m_date->setChoices({{tr("Today"), daysValue(today, {})},
                        {tr("The last 7 days"), daysValue(today.addDays(-6), {})},
                        {tr("The last 30 days"), daysValue(today.addDays(-29), {})},
                        {tr("This year"), daysValue({today.year(), 1, 1}, {})},
                        {tr("Last year"), daysValue({today.year() - 1, 1, 1}, {today.year() - 1, 12, 31})}});
}

void FilterBar::chooseDates()
{
    const QDate today = QDate::currentDate();
    auto *const dialog = new DateRangeDialog(m_filter.from.isValid() ? m_filter.from : today.addMonths(-1),
                                             m_filter.to.isValid() ? m_filter.to : today, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        GalleryFilter filter = m_filter;
        filter.from = dialog->from();
        filter.to = dialog->to();
        setFilter(filter);
    });
    dialog->open();
}

void FilterBar::takeText()
{
    m_typing.stop();
    GalleryFilter filter = m_filter;
    filter.text = m_search->text().trimmed();
    take(filter);
}

void FilterBar::take(const GalleryFilter &filter)
{
    if (filter == m_filter)
        return;
    m_filter = filter;
    m_clear->setVisible(!filter.isEmpty());
    Q_EMIT filterChanged(filter);
}

void FilterBar::show(const GalleryFilter &filter)
{
    m_typing.stop();
    if (m_search->text().trimmed() != filter.text) {
        const QSignalBlocker quiet(m_search);
        m_search->setText(filter.text);
    }
    m_sort->setCurrentIndex(m_sort->findData(static_cast<int>(filter.sort)));
    m_model->setValue(textValue(filter.model));
    m_sampler->setValue(textValue(filter.sampler));
    m_tag->setValue(textValue(filter.tag));
    m_size->setValue(filter.size.isEmpty() ? QVariant() : QVariant(filter.size),
                     tr("%1 × %2").arg(filter.size.width()).arg(filter.size.height()));
    const QLocale locale;
    const QString first = locale.toString(filter.from, QLocale::ShortFormat);
    const QString last = filter.to.isValid() ? locale.toString(filter.to, QLocale::ShortFormat) : QString();
    m_date->setValue(daysValue(filter.from, filter.to),
                     last.isEmpty() ? tr("Since %1").arg(first) : tr("%1 to %2").arg(first, last));
    m_rating->setValue(filter.minRating > 0 ? QVariant(filter.minRating) : QVariant(),
                       tr("%1 and better").arg(QString(filter.minRating, u'★')));
    m_fromImage->setValue(filter.madeFromImage ? QVariant(*filter.madeFromImage) : QVariant());
    m_similar->setVisible(filter.similarTo != 0);
    m_clear->setVisible(!filter.isEmpty());
}

void FilterBar::setFilter(const GalleryFilter &filter)
{
    show(filter);
    take(filter);
}

void FilterBar::clear()
{
    GalleryFilter plain;
    plain.sort = m_filter.sort;
    setFilter(plain);
}

void FilterBar::showSimilar(qint64 id, const QString &name)
{
    QString label = name.size() > kMostLetters ? name.left(kMostLetters) + u'…' : name;
    m_similar->setText(tr("Similar to %1 ×").arg(label.replace(u'&', QStringLiteral("&&"))));
    m_similar->setAccessibleName(tr("Similar to %1; press to show what was shown before").arg(name));
    m_similar->setToolTip(m_similar->accessibleName());
    if (m_filter.similarTo == 0)
        m_beforeSimilar = m_filter;
    GalleryFilter filter;
    filter.sort = m_filter.sort;
    filter.similarTo = id;
    setFilter(filter);
}

void FilterBar::leaveSimilar()
{
    if (m_filter.similarTo == 0)
        return;
    GalleryFilter filter = m_filter;
    filter.similarTo = 0;
    if (filter.isEmpty()) {
        filter = m_beforeSimilar;
        filter.sort = m_filter.sort;
    }
    setFilter(filter);
}

void FilterBar::setFacets(const QStringList &models, const QStringList &samplers, const QStringList &tags, const QVector<QSize> &sizes)
{
    m_model->setChoices(textChoices(models));
    m_sampler->setChoices(textChoices(samplers));
    m_tag->setChoices(textChoices(tags));
    QVector<Choice> choices;
    for (const QSize size : sizes)
        choices.append({tr("%1 × %2").arg(size.width()).arg(size.height()), size});
    m_size->setChoices(choices);
}

void FilterBar::store(QSettings &store) const
{
    for (const auto &[word, sort] : kSorts) {
        if (sort == m_filter.sort)
            store.setValue(kSortKey, QLatin1String(word));
    }
    store.setValue(kEdgeKey, thumbnailEdge());
}

void FilterBar::restore(const QSettings &store)
{
    const QString kept = store.value(kSortKey).toString();
    for (const auto &[word, sort] : kSorts) {
        if (kept != QLatin1String(word))
            continue;
        GalleryFilter filter = m_filter;
        filter.sort = sort;
        setFilter(filter);
    }
    if (const int edge = store.value(kEdgeKey).toInt(); edge > 0)
        setThumbnailEdge(edge);
}

void FilterBar::setCountText(const QString &text)
{
    m_count->setText(text);
}

int FilterBar::thumbnailEdge() const
{
    return m_edge->value() * kEdgeStep;
}

void FilterBar::setThumbnailEdge(int edge)
{
    m_edge->setValue(std::clamp(edge, kSmallestEdge, kLargestEdge) / kEdgeStep);
}

} // namespace calotype::ui
