#pragma once

#include "core/base/Image.h"
#include "core/base/Result.h"
#include "ui/Background.h"

#include <QImage>
#include <QObject>
#include <QSize>

#include <memory>

namespace calotype::ui {

/// The picture that a generation starts from, and what is made of it: the middle of it at the size of the request.
/// Files are read and scaled on a worker thread; only the newest order counts.
class InitImage final : public QObject
{
    Q_OBJECT

public:
    explicit InitImage(QObject *parent = nullptr);

    bool isEmpty() const { return !m_source; }
    /// The source as it came, RGB8; null if there is none.
    std::shared_ptr<const Image> source() const { return m_source; }
    /// The file's name, or words for a picture from elsewhere; "" if there is none.
    QString name() const { return m_name; }
    /// RGB8 of the target size; null if there is none, or while it is being made.
    std::shared_ptr<const Image> prepared() const { return m_prepared; }
    /// Whether a file is being read or a picture prepared.
    bool isBusy() const { return m_pending > 0; }

public Q_SLOTS:
    void setFile(const QString &path);
    void setImage(const QImage &image, const QString &name);
    /// Takes over a picture that is RGB8 already.
    void setPixels(std::shared_ptr<const calotype::Image> image, const QString &name);
    void clear();
    void setTargetSize(int width, int height);

Q_SIGNALS:
    /// Source, name, prepared picture or busyness have changed.
    void changed();
    /// Nothing is in work any more.
    void settled();
    void failed(const calotype::Error &error);

private:
    void takeSource(std::shared_ptr<const Image> image, const QString &name);
    void prepare();
    void finishOne();

    std::shared_ptr<const Image> m_source;
    std::shared_ptr<const Image> m_prepared;
    QString m_name;
    QSize m_target{512, 512};
    int m_order = 0;       ///< raised by every new source, so that late answers are known
    int m_preparation = 0; ///< the same for what is made of it
    int m_pending = 0;    ///< works under way, the outdated ones included
    Background m_background{this}; ///< last: ends first
};

} // namespace calotype::ui
