#pragma once

#include <QSize>
#include <QWidget>

class QComboBox;
class QSpinBox;

namespace calotype::ui {

class GenerationSettings;

/// Width × height in pixels, a swap, and the common shapes at the area that the model was made for.
class SizePicker final : public QWidget
{
    Q_OBJECT

public:
    explicit SizePicker(GenerationSettings &settings, QWidget *parent = nullptr);

    /// The shape @p across : @p down with about the area of @p native, in whole multiples of 64.
    static QSize shapeSize(int across, int down, const QSize &native);

public Q_SLOTS:
    /// The size that the chosen model was made for.
    void setNativeSize(const QSize &size);

private:
    void refresh();
    void fillShapes();
    void chooseShape(int item);
    void takeBoxes();

    GenerationSettings &m_settings;
    QSize m_native{512, 512};
    QSpinBox *m_width;
    QSpinBox *m_height;
    QComboBox *m_shape;
};

} // namespace calotype::ui
