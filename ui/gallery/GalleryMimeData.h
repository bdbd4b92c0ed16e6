#pragma once

#include <QMimeData>

namespace calotype::ui {

/// Picture files as URLs, and of a single one its pixels too, and the bytes of a PNG, which are read only when somebody
/// takes them.
class GalleryMimeData final : public QMimeData
{
    Q_OBJECT

public:
    explicit GalleryMimeData(const QStringList &paths);

    bool hasFormat(const QString &mimeType) const override;
    QStringList formats() const override;

protected:
    QVariant retrieveData(const QString &mimeType, QMetaType type) const override;

private:
    QString m_single; ///< "" where there are several
};

} // namespace calotype::ui
