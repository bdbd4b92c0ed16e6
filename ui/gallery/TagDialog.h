#pragma once

#include "core/gallery/GalleryTypes.h"

#include <QDialog>
#include <QStringList>
#include <QVector>

#include <optional>

class QLineEdit;
class QListWidget;
class QListWidgetItem;
class QPushButton;

namespace calotype::gallery {
class GalleryStore;
}

namespace calotype::ui {

/// The tags of some pictures: all that are in use, checked for what all of the pictures have, half checked for what some
/// have, and a field for a new one. It asks the store what there is, and changes nothing itself.
class TagDialog final : public QDialog
{
    Q_OBJECT

public:
    /// @param store  outlives this
    TagDialog(gallery::GalleryStore &store, const QVector<qint64> &ids, QWidget *parent = nullptr);

    /// The tags that all of the pictures are to have, and that some of them lack.
    QStringList tagsToAdd() const;
    /// The tags that none is to have, and that some have.
    QStringList tagsToRemove() const;

    /// With what stands in the field.
    void accept() override;

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void makeLayout(qsizetype count);
    void fill();
    void takeField();
    QListWidgetItem *itemOf(const QString &tag) const;
    QListWidgetItem *insert(const QString &tag);
    QStringList changedTo(Qt::CheckState state) const;

    QListWidget *m_list;
    QLineEdit *m_field;
    QPushButton *m_add;
    QPushButton *m_ok = nullptr;
    quint64 m_request;
    std::optional<QVector<gallery::GalleryItem>> m_pictures; ///< until the store has answered: none
    std::optional<QStringList> m_known;
};

} // namespace calotype::ui
