#pragma once

#include "core/base/Error.h"
#include "core/base/Image.h"
#include "ui/Background.h"
#include "ui/startimage/Placement.h"
#include "ui/startimage/StartCanvas.h"

#include <QImage>
#include <QObject>
#include <QSize>

#include <memory>
#include <string>

namespace calotype::ui {

/// The picture that a generation starts from, the part of it that is taken, and the mask over it; and what is made of them:
/// the canvas that a request is given. Pictures are scaled on worker threads; only the newest order counts. Files and drops
/// come in by StartImageIntake.
class InitImage final : public QObject
{
    Q_OBJECT

public:
    /// A start image as it came, with what is done to it.
    struct Start {
        std::shared_ptr<const Image> source; ///< null: there is none
        QString name;
        std::string fileHash;
        Placement placement;
        PaintedMask painted;
    };

    explicit InitImage(QObject *parent = nullptr);

    Start start() const { return {m_source, m_name, m_fileHash, m_placement, m_painted}; }
    bool isEmpty() const { return !m_source; }
    /// The source as it came, RGB8; null if there is none.
    std::shared_ptr<const Image> source() const { return m_source; }
    /// The file's name, or words for a picture from elsewhere; "" if there is none.
    QString name() const { return m_name; }
    /// SHA-256 of the file that the source came from, hexadecimal; "" if it came from none.
    const std::string &fileHash() const { return m_fileHash; }
    const Placement &placement() const { return m_placement; }
    /// Raised by every new source, by hold() and by clear(): whoever is on the way with a picture sees that it comes too late.
    int order() const { return m_order; }
    QSize targetSize() const { return m_target; }
    /// RGB8 of the target size, or of the picture's own where isWhole(); null if there is none, or while it is being made.
    std::shared_ptr<const Image> prepared() const { return m_canvas.picture; }
    /// Grey8 of the size of prepared(); null if nothing is masked, or while it is being made.
    std::shared_ptr<const Image> mask() const { return m_canvas.mask; }
    /// The part of the source that prepared() shows, in its pixels.
    QRectF canvasArea() const { return m_canvas.area; }
    /// Whether something is or will be masked: by hand, or as the placement reaches beyond the picture.
    bool hasMask() const;
    /// Whether the canvas is the whole picture, of which only the masked part is to be made anew.
    bool isWhole() const;
    /// What was painted by hand.
    const PaintedMask &painted() const { return m_painted; }
    /// Whether a picture is on its way, or being prepared.
    bool isBusy() const { return m_pending > 0; }

public Q_SLOTS:
    /// @param path  the file that holds it; "" for none
    void setImage(const QImage &image, const QString &name, const QString &path = {});
    /// Takes over a picture that is RGB8 already. @param fileHash  as fileHash()
    void setPixels(std::shared_ptr<const calotype::Image> image, const QString &name, const std::string &fileHash = {});
    /// All at once, as it was kept.
    void setStart(std::shared_ptr<const calotype::Image> image, const QString &name, const std::string &fileHash,
                  const calotype::ui::Placement &placement, const calotype::ui::PaintedMask &painted);
    /// The same without lost(): for who keeps start() and offers it again.
    void exchangeStart(const calotype::ui::InitImage::Start &start);
    void setPlacement(const calotype::ui::Placement &placement);
    /// What differs from the canvas' mask is taken over; what was painted elsewhere stays.
    /// @param mask  Grayscale8 over prepared(), and of its size
    void setMask(const QImage &mask);
    /// Nothing is masked any more, also not what the placement leaves free.
    void clearMask();
    /// A mask over the whole source, in its shape.
    void setSourceMask(const QImage &mask);
    void clear();
    /// A picture is on its way from elsewhere, and what was on its way before comes too late: busy until release().
    void hold();
    void release();
    /// As release(), but the picture does not come. @param reason  Cancelled where the user has changed his mind
    void withdraw(const calotype::Error &reason);
    /// The start image with the painted mask that lost() spoke of.
    void bringBack();
    void setTargetSize(int width, int height);
    /// Only the masked part is to be made: with a mask, the canvas is the whole picture then.
    void setOnlyMasked(bool only);
    /// While a mask is being painted the canvas is what it is painted on, though nothing may be masked yet.
    void setPainting(bool painting);

Q_SIGNALS:
    /// Source, name, prepared picture, mask or busyness have changed.
    void changed();
    /// Nothing is in work any more.
    void settled();
    /// What was waited for does not come.
    void withdrawn(const calotype::Error &reason);
    /// A painted mask is gone; bringBack() brings it.
    void lost(const QString &sentence);

private:
    void setPainted(const PaintedMask &painted);
    bool leavesFree() const;
    void prepare();
    void prepareIfOther(bool wasWhole);
    void takeCanvas(const StartCanvas &canvas);
    void finishOne();
    /// @return whether there was a painted mask, which is kept for bringBack()
    bool keepForReturn();

    std::shared_ptr<const Image> m_source;
    StartCanvas m_canvas;
    PaintedMask m_painted;
    bool m_marks = false; ///< m_painted masks something
    bool m_isUnmasked = false; ///< nothing of the canvas is, whatever else is said
    Start m_lost;
    Placement m_placement;
    std::string m_fileHash;
    QString m_name;
    QSize m_target{512, 512};
    bool m_onlyMasked = false;
    bool m_painting = false;
    int m_order = 0;       ///< raised by every new source, so that late answers are known
    int m_preparation = 0; ///< the same for what is made of it
    int m_pending = 0;    ///< works under way, the outdated ones included
    Background m_background; ///< last: ends first
};

} // namespace calotype::ui
