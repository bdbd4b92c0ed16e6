#pragma once

#include "ui/inpaint/MaskBrush.h"
#include "ui/inpaint/MaskTiles.h"

#include <QImage>
#include <QObject>
#include <QUndoStack>

#include <deque>

namespace calotype::ui {

/// A mask that is being painted, and the way back. GUI thread.
class MaskDocument final : public QObject
{
    Q_OBJECT

public:
    /// The oldest steps are given up beyond this much memory.
    static constexpr qsizetype kMostUndoBytes = 64 * 1024 * 1024;

    explicit MaskDocument(QObject *parent = nullptr);
    ~MaskDocument() override;

    /// Begins anew with @p mask: Grayscale8. There is nothing to undo then.
    void setMask(const QImage &mask);
    /// Begins anew with nothing masked.
    void reset(const QSize &size);

    const QImage &mask() const { return m_mask; }
    QUndoStack &undoStack() { return m_undo; }
    qsizetype undoBytes() const { return m_undoBytes; }
    void setUndoLimit(qsizetype bytes) { m_undoLimit = bytes; }

    void beginStroke(const MaskBrush &brush, const QPointF &at);
    void continueStroke(const QPointF &to);
    void endStroke();
    bool isStroking() const { return m_stroking; }

public Q_SLOTS:
    void invert();
    void clear();

Q_SIGNALS:
    /// @p area of the mask is other than it was.
    void changed(const QRect &area);

private:
    class Step;
    class Patch;
    class Inversion;

    void stroke(const QPointF &to);
    void flip();
    void giveUpOldest();

    QImage m_mask;
    MaskBrush m_brush;
    QPointF m_last;
    bool m_stroking = false;
    MaskTiles m_before;
    qsizetype m_undoBytes = 0;
    qsizetype m_undoLimit = kMostUndoBytes;
    std::deque<Step *> m_steps; ///< the oldest first
    QUndoStack m_undo;             ///< last: its commands tell of their end
};

} // namespace calotype::ui
