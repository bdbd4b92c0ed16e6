#pragma once

#include <QLayout>
#include <QList>

namespace calotype::ui {

/// Parts one after the other as in a line of words: each as large as it wishes to be, and as many lines as the width asks
/// for. Lower parts of a line stand in its middle.
class FlowLayout final : public QLayout
{
public:
    /// @param gap, lineGap  pixels between the parts of a line, and between lines
    FlowLayout(int gap, int lineGap);
    ~FlowLayout() override;

    void addItem(QLayoutItem *item) override;
    int count() const override;
    QLayoutItem *itemAt(int index) const override;
    QLayoutItem *takeAt(int index) override;

    Qt::Orientations expandingDirections() const override { return {}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    /// Of all in one line.
    QSize sizeHint() const override;
    /// As wide as the widest part, and one line high: more lines come with the width.
    QSize minimumSize() const override;
    void setGeometry(const QRect &rect) override;

private:
    struct Place {
        QLayoutItem *item;
        QRect rect;
    };
    /// Where the parts stand in @p room, and how high they are together.
    struct Arrangement {
        QList<Place> places;
        int height = 0;
    };
    Arrangement arranged(const QRect &room) const;
    QSize withMargins(QSize size) const;

    QList<QLayoutItem *> m_items; ///< owned
    int m_gap;
    int m_lineGap;
};

} // namespace calotype::ui
