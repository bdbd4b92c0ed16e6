#pragma once

#include "core/base/Error.h"
#include "ui/Background.h"
#include "ui/ImagePyramid.h"

#include <QList>
#include <QObject>
#include <QSet>
#include <QString>
#include <QStringList>

#include <optional>

namespace calotype::ui {

/// Pictures of files, decoded on other threads and ready to be painted at any zoom; the last few are kept, up to a
/// limit of bytes. GUI thread.
class PictureLoader final : public QObject
{
    Q_OBJECT

public:
    static constexpr qint64 kMemoryLimit = qint64{320} << 20;

    explicit PictureLoader(QObject *parent = nullptr);

    /// The first of the wanted is kept even beyond the limit.
    void setMemoryLimit(qint64 bytes);
    qint64 memory() const { return m_memory; }

    /// What is wanted now, the most urgent first: the first always, the rest (neighbours) only while they are not very
    /// large. What was wanted before and is not begun is dropped. A picture that is here is looked at again, and
    /// brought anew where its file has changed.
    void want(const QStringList &paths);

    /// The picture, if it is here.
    std::optional<ImagePyramid> find(const QString &path);

Q_SIGNALS:
    void loaded(const QString &path);
    /// Neither it nor an older state of it is here any longer.
    void failed(const QString &path, const calotype::Error &error);

private:
    /// Of the file, to see that it is the same.
    struct Stamp {
        qint64 size = -1;
        qint64 modified = -1; ///< ms since 1970
        bool operator==(const Stamp &) const = default;
    };
    struct Kept {
        QString path;
        Stamp stamp;
        ImagePyramid picture;
        qint64 bytes = 0;
    };
    struct Brought {
        Stamp stamp;
        ImagePyramid picture;
        std::optional<Error> error;
        bool isSame = false;  ///< as the one that is here
        bool isLarge = false; ///< too large for a neighbour
    };

    static Brought bring(const QString &path, const Stamp &known, qint64 mostPixels);
    void begin();
    void take(const QString &path, Brought &&brought);
    void drop(const QString &path);
    void keepWithinLimit();

    QList<Kept> m_kept; ///< the last used first
    qint64 m_memory = 0;
    qint64 m_limit = kMemoryLimit;
    QString m_first;     ///< of the wanted
    QStringList m_waiting;
    QSet<QString> m_underWay;
    Background m_background{2}; ///< last: ends first
};

} // namespace calotype::ui
