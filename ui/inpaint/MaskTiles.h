#pragma once

#include <QByteArray>
#include <QImage>
#include <QRect>

#include <map>

namespace calotype::ui {

/// The part of a mask that changed, as it was before: squares of some pixels, packed. Putting it back gives what it took the
/// place of, so that one of them serves for undo and for redo.
class MaskTiles final
{
public:
    static constexpr int kSide = 64;

    /// Keeps the squares of @p mask that @p touched meets, unless they are kept already.
    void keep(const QImage &mask, const QRect &touched);
    /// Packs what was kept, and lets go of squares in which @p now is as it was.
    void pack(const QImage &now);
    /// Exchanges the squares with those of @p mask. @return what changed
    QRect exchange(QImage &mask);

    bool isEmpty() const { return m_tiles.empty(); }
    /// Memory of the packed squares.
    qsizetype byteCount() const;
    void clear() { m_tiles.clear(); }

private:
    static QRect rectOf(int key, const QSize &size);

    std::map<int, QByteArray> m_tiles; ///< by number of the square; packed or not
    bool m_packed = false;
};

} // namespace calotype::ui
