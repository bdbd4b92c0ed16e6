#include "ui/info/InfoDock.h"

#include "core/gallery/PictureFile.h"
#include "ui/ErrorWords.h"
#include "ui/Form.h"
#include "ui/GenerationSettings.h"
#include "ui/info/FieldRow.h"
#include "ui/info/FieldText.h"
#include "ui/info/NamedModels.h"

#include <QAbstractItemModel>
#include <QClipboard>
#include <QDir>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace calotype::ui {

namespace {

constexpr int kThumbnailWidth = 260;
constexpr int kThumbnailHeight = 180;
constexpr qreal kThumbnailScale = 2; ///< pixels of the kept one for each logical pixel
constexpr int kMinimumWidth = 260;
constexpr int kMargin = 14;
constexpr int kHashShown = 8; ///< characters of a hash by which a picture is named

} // namespace

InfoDock::InfoDock(const Parts &parts, QWidget *parent)
    : QDockWidget(tr("Info"), parent)
    , m_parts(parts)
{
    setObjectName(QStringLiteral("infoDock"));
    setAccessibleName(tr("Info"));
    auto *const scroll = new QScrollArea;
    scroll->setObjectName(QStringLiteral("infoScroll"));
    scroll->setAccessibleName(tr("What the picture says of its making"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setMinimumWidth(kMinimumWidth);
    scroll->setWidget(makeContent());
    setWidget(scroll);
    connect(&m_parts.models, &QAbstractItemModel::modelReset, this, &InfoDock::rebuild);
    connect(&m_parts.models, &QAbstractItemModel::rowsInserted, this, &InfoDock::rebuild);
    connect(&m_parts.models, &QAbstractItemModel::rowsRemoved, this, &InfoDock::rebuild);
    rebuild();
}

InfoDock::~InfoDock() = default;

QWidget *InfoDock::makeContent()
{
    auto *const content = new QWidget;
    auto *const layout = new QVBoxLayout(content);
    layout->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    layout->setSpacing(10);
    m_thumbnail = new QLabel;
    m_thumbnail->setObjectName(QStringLiteral("infoThumbnail"));
    m_thumbnail->setAccessibleName(tr("Thumbnail"));
    m_thumbnail->setAlignment(Qt::AlignCenter);
    m_thumbnail->setMinimumWidth(0);
    m_title = new QLabel;
    m_title->setObjectName(QStringLiteral("infoTitle"));
    m_title->setAccessibleName(tr("Picture"));
    m_title->setTextFormat(Qt::PlainText);
    m_title->setWordWrap(true);
    m_title->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_note = adviceLabel();
    m_note->setObjectName(QStringLiteral("infoNote"));
    m_useAll = new QPushButton(tr("Use All"));
    m_useAll->setObjectName(QStringLiteral("infoUseAll"));
    m_useAll->setAccessibleName(tr("Use all"));
    m_useAll->setToolTip(tr("Bring back everything that made this picture, as far as Calotype can"));
    m_copy = new QPushButton(tr("Copy"));
    m_copy->setObjectName(QStringLiteral("infoCopy"));
    m_copy->setAccessibleName(tr("Copy"));
    m_copy->setToolTip(tr("Copy all fields as text"));
    connect(m_useAll, &QPushButton::clicked, this, &InfoDock::useAll);
    connect(m_copy, &QPushButton::clicked, this, &InfoDock::copyAll);
    auto *const buttons = new QHBoxLayout;
    buttons->addWidget(m_useAll, 1);
    buttons->addWidget(m_copy, 1);

    layout->addWidget(m_thumbnail);
    layout->addWidget(m_title);
    layout->addWidget(m_note);
    layout->addLayout(buttons);
    m_rowsLayout = new QVBoxLayout;
    layout->addLayout(m_rowsLayout);
    layout->addStretch(1);
    return content;
}

void InfoDock::showPicture(const QString &path)
{
    if (path == m_path && (m_words || m_isReading))
        return;
    m_path = path;
    m_words.reset();
    m_thumbnail->clear();
    rebuild();
    if (m_isReading)
        m_isStale = true;
    else if (!m_path.isEmpty())
        begin();
}

InfoDock::Brought InfoDock::bring(const QString &path, const FieldReader &readFields)
{
    Brought brought{readFields ? readFields(path) : Result<PictureWords>(PictureWords{}), {}};
    if (const Result<QImage> picture = gallery::decodePicture(path)) {
        const QSize room = QSize(kThumbnailWidth, kThumbnailHeight) * kThumbnailScale;
        const QImage &image = picture.value();
        const bool fits = image.width() <= room.width() && image.height() <= room.height();
        brought.thumbnail = fits ? image : image.scaled(room, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    }
    return brought;
}

void InfoDock::begin()
{
    m_isReading = true;
    m_isStale = false;
    m_background.run([path = m_path, readFields = m_parts.readFields] { return bring(path, readFields); },
                     [this](Brought &&brought) {
                         m_isReading = false;
                         if (!m_isStale)
                             take(std::move(brought));
                         else if (!m_path.isEmpty())
                             begin();
                     });
}

void InfoDock::take(Brought &&brought)
{
    QPixmap thumbnail = QPixmap::fromImage(brought.thumbnail);
    thumbnail.setDevicePixelRatio(kThumbnailScale);
    m_thumbnail->setPixmap(thumbnail);
    m_words = brought.words ? brought.words.value() : PictureWords{};
    m_fault = brought.words ? QString() : errorWords(brought.words.error());
    rebuild();
    Q_EMIT read();
}

void InfoDock::rebuild()
{
    m_fields = m_words ? shownFields(*m_words, namedModels(m_parts.models, m_parts.modelPathRole)) : QList<ShownField>();
    m_title->setText(QFileInfo(m_path).fileName());
    m_title->setToolTip(QDir::toNativeSeparators(m_path));
    if (m_path.isEmpty())
        setAdvice(m_note, tr("Choose a picture to see how it was made."));
    else if (!m_words)
        setAdvice(m_note, tr("Reading …"));
    else if (!m_fault.isEmpty())
        setAdvice(m_note, m_fault);
    else if (m_fields.isEmpty())
        setAdvice(m_note, tr("This picture does not say how it was made."));
    else
        setAdvice(m_note, m_words->source.isEmpty() ? QString() : tr("Written by %1").arg(sourceName(m_words->source)));

    bool canUse = false;
    delete m_rows; // none of its buttons is being pressed: they are heard through the queue
    m_rows = new QWidget;
    auto *const column = new QVBoxLayout(m_rows);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    for (const ShownField &field : std::as_const(m_fields)) {
        auto *const row = new FieldRow(field);
        connect(row, &FieldRow::used, this, [this, edit = field.use.edit] { use(edit); }, Qt::QueuedConnection);
        column->addWidget(row);
        canUse = canUse || field.isUsable();
    }
    m_rowsLayout->addWidget(m_rows);
    addParents();
    m_useAll->setEnabled(canUse);
    m_copy->setEnabled(!m_fields.isEmpty());
}

void InfoDock::addParents()
{
    if (!m_words || m_words->parents.isEmpty())
        return;
    auto *const column = static_cast<QVBoxLayout *>(m_rows->layout());
    auto *const title = new QLabel(tr("Made from"));
    title->setForegroundRole(QPalette::PlaceholderText);
    column->addWidget(title);
    int number = 0;
    for (const QByteArray &hash : std::as_const(m_words->parents)) {
        const bool isText = std::all_of(hash.begin(), hash.end(), [](char c) { return c >= '0' && c <= 'f'; });
        const QString shown = QString::fromLatin1(isText ? hash : hash.toHex());
        auto *const link = new QPushButton(tr("Picture %1…").arg(shown.left(kHashShown)));
        link->setObjectName(QStringLiteral("parent_%1").arg(number++));
        link->setAccessibleName(tr("Open the picture that this one was made from, %1").arg(shown.left(kHashShown)));
        link->setToolTip(tr("Open the picture that this one was made from"));
        link->setFlat(true);
        link->setCursor(Qt::PointingHandCursor);
        QPalette colours = link->palette();
        colours.setColor(QPalette::ButtonText, colours.color(QPalette::Link));
        link->setPalette(colours);
        connect(link, &QPushButton::clicked, this, [this, hash] { Q_EMIT openParent(hash); }, Qt::QueuedConnection);
        column->addWidget(link, 0, Qt::AlignLeading);
    }
}

void InfoDock::use(const std::function<void(GenerationValues &)> &edit)
{
    GenerationValues values = m_parts.settings.values();
    edit(values);
    m_parts.settings.replaceValues(values);
}

void InfoDock::useAll()
{
    m_parts.settings.replaceValues(withAllUsed(m_fields, m_parts.settings.values(), usualSyntax(m_words ? m_words->source : QString())));
}

void InfoDock::copyAll()
{
    QGuiApplication::clipboard()->setText(fieldsAsText(m_fields));
}

} // namespace calotype::ui
