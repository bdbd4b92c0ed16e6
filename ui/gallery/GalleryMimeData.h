#pragma once

#include <QByteArray>
#include <QImage>
#include <QMimeData>
#include <QString>

namespace calotype::ui {

/// Picture files as URLs, and of a single one its pixels too, and the bytes of a PNG, which are read only when somebody
/// takes them, or are kept. All is offered from the start, as not every desktop asks again.
class GalleryMimeData final : public QMimeData
{
    Q_OBJECT

public:
    explicit GalleryMimeData(const QStringList &paths);

    /// What the single file has was read: it is there without the file now. @param pixels  null: it has none
    void keep(const QImage &pixels, const QByteArray &png);

    bool hasFormat(const QString &mimeType) const override;
    QStringList formats() const override;

protected:
    QVariant retrieveData(const QString &mimeType, QMetaType type) const override;

private:
    QString m_single; ///< "" where there are several, or no pixels in it
    QImage m_pixels;  ///< null until they are kept
    QByteArray m_png; ///< likewise
};

} // namespace calotype::ui
