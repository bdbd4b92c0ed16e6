#include "ui/inpaint/MaskDocument.h"

#include <utility>

namespace calotype::ui {

/// One way back. When memory runs out, the oldest are given up: the stack passes over them.
class MaskDocument::Step : public QUndoCommand
{
public:
    Step(MaskDocument &document, const QString &text)
        : QUndoCommand(text)
        , m_document(document)
    {
        document.m_steps.push_back(this);
    }
    ~Step() override { std::erase(m_document.m_steps, this); }

    virtual void giveUp() { setObsolete(true); }

protected:
    MaskDocument &m_document;
};

/// A change of some squares, which is done already when it is put onto the stack.
class MaskDocument::Patch final : public Step
{
public:
    Patch(MaskDocument &document, MaskTiles &&tiles, const QString &text)
        : Step(document, text)
        , m_tiles(std::move(tiles))
    {
        update();
    }
    ~Patch() override { m_document.m_undoBytes -= m_bytes; }

    void undo() override { exchange(); }
    void redo() override
    {
        if (m_done)
            exchange();
        m_done = true;
    }

    void giveUp() override
    {
        m_tiles.clear();
        m_document.m_undoBytes -= std::exchange(m_bytes, 0);
        Step::giveUp();
    }

private:
    void exchange()
    {
        const QRect area = m_tiles.exchange(m_document.m_mask);
        update();
        Q_EMIT m_document.changed(area);
    }
    void update()
    {
        const qsizetype bytes = m_tiles.byteCount();
        m_document.m_undoBytes += bytes - std::exchange(m_bytes, bytes);
        m_document.giveUpOldest();
    }

    MaskTiles m_tiles;
    qsizetype m_bytes = 0;
    bool m_done = false;
};

class MaskDocument::Inversion final : public Step
{
public:
    explicit Inversion(MaskDocument &document)
        : Step(document, MaskDocument::tr("Invert mask"))
    {
    }

    void undo() override { m_document.flip(); }
    void redo() override { m_document.flip(); }
};

MaskDocument::MaskDocument(QObject *parent)
    : QObject(parent)
{
}

MaskDocument::~MaskDocument()
{
    m_undo.clear();
}

void MaskDocument::setMask(const QImage &mask)
{
    m_stroking = false;
    m_before.clear();
    m_undo.clear();
    m_mask = mask.convertToFormat(QImage::Format_Grayscale8);
    Q_EMIT changed(m_mask.rect());
}

void MaskDocument::reset(const QSize &size)
{
    QImage mask(size, QImage::Format_Grayscale8);
    mask.fill(0);
    setMask(mask);
}

void MaskDocument::beginStroke(const MaskBrush &brush, const QPointF &at)
{
    if (m_mask.isNull())
        return;
    endStroke();
    m_stroking = true;
    m_brush = brush;
    m_last = at;
    m_before = MaskTiles();
    stroke(at);
}

void MaskDocument::continueStroke(const QPointF &to)
{
    if (m_stroking && to != m_last)
        stroke(to);
}

void MaskDocument::stroke(const QPointF &to)
{
    m_before.keep(m_mask, strokeBounds(m_brush, m_last, to, m_mask.size()));
    const QRect touched = paintStroke(m_mask, m_brush, m_last, to);
    m_last = to;
    if (!touched.isEmpty())
        Q_EMIT changed(touched);
}

void MaskDocument::endStroke()
{
    if (!m_stroking)
        return;
    m_stroking = false;
    m_before.pack(m_mask);
    if (!m_before.isEmpty())
        m_undo.push(new Patch(*this, std::exchange(m_before, {}), m_brush.erases ? tr("Erase mask") : tr("Paint mask")));
}

void MaskDocument::invert()
{
    endStroke();
    if (!m_mask.isNull())
        m_undo.push(new Inversion(*this));
}

void MaskDocument::clear()
{
    endStroke();
    if (m_mask.isNull())
        return;
    MaskTiles before;
    before.keep(m_mask, m_mask.rect());
    m_mask.fill(0);
    before.pack(m_mask);
    if (before.isEmpty())
        return;
    m_undo.push(new Patch(*this, std::move(before), tr("Clear mask")));
    Q_EMIT changed(m_mask.rect());
}

void MaskDocument::flip()
{
    m_mask.invertPixels();
    Q_EMIT changed(m_mask.rect());
}

void MaskDocument::giveUpOldest()
{
    while (m_undoBytes > m_undoLimit && m_steps.size() > 1) {
        m_steps.front()->giveUp();
        m_steps.pop_front();
    }
}

} // namespace calotype::ui
