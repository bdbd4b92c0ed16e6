#pragma once

#include "core/base/Error.h"

#include <QJsonObject>
#include <QObject>
#include <QString>
#include <QVector>

#include <optional>

namespace calotype::ui {

/// Things that the user saved under names, in a file of JSON: styles, presets. Names are unique without regard to case.
/// The file is read when the list is first asked for, and written whole or not at all at each change; one that is
/// damaged is set aside before it would be written over. On the GUI thread; the files are small.
class SavedList final : public QObject
{
    Q_OBJECT

public:
    struct Item {
        QString name;
        QJsonObject content;

        bool operator==(const Item &) const = default;
    };

    explicit SavedList(QString path, QObject *parent = nullptr);

    const QVector<Item> &items();
    /// The row of a name, -1 for none.
    int find(const QString &name);
    /// @p wish, or with a number behind it the first name of its kind that is free.
    QString freeName(const QString &wish);

    /// Puts an item at a row, at the end where there is no such row, over the item that has its name.
    /// @return whether it could be written; it is in the list in any case
    bool insert(const Item &item, int row = -1);
    /// @return whether the name could be given: it is neither empty nor another's
    bool rename(int row, const QString &name);
    /// @return what was at the row
    std::optional<Item> remove(int row);

Q_SIGNALS:
    void changed();
    /// The file could not be read, or the last change not be written: it lasts until the program ends.
    void failed(const calotype::Error &error);

private:
    void read();
    bool write();

    QString m_path;
    QVector<Item> m_items;
    bool m_isRead = false;
    bool m_isDamaged = false; ///< what lies there is not ours to write over
};

} // namespace calotype::ui
