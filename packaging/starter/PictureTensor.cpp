#include "packaging/starter/PictureTensor.h"

#include <QPainter>

#include <cstring>

namespace calotype::starter {

Tensor bytesOf(const std::vector<QImage> &pictures)
{
    std::vector<Tensor> rows;
    for (const QImage &picture : pictures) {
        const QImage rgb = picture.convertToFormat(QImage::Format_RGB888);
        Tensor bytes = torch::empty({rgb.height(), rgb.width(), 3}, torch::kUInt8);
        for (int y = 0; y < rgb.height(); ++y)
            std::memcpy(bytes.data_ptr<std::uint8_t>() + std::size_t(y) * rgb.width() * 3, rgb.constScanLine(y),
                        std::size_t(rgb.width()) * 3);
        rows.push_back(bytes.permute({2, 0, 1}));
    }
    return torch::stack(rows).contiguous();
}

QImage toImage(const Tensor &picture)
{
    const Tensor bytes = picture.detach().to(torch::kCPU).add(1.0).mul(127.5).round().clamp(0, 255).to(torch::kUInt8)
                             .permute({1, 2, 0}).contiguous();
    const auto height = static_cast<int>(bytes.size(0));
    const auto width = static_cast<int>(bytes.size(1));
    return QImage(bytes.data_ptr<std::uint8_t>(), width, height, width * 3, QImage::Format_RGB888).copy();
}

QImage contactSheet(const std::vector<QImage> &pictures, int columns)
{
    const QSize cell = pictures.at(0).size() + QSize(2, 2);
    const int rows = (static_cast<int>(pictures.size()) + columns - 1) / columns;
    QImage sheet(cell.width() * columns, cell.height() * rows, QImage::Format_RGB888);
    sheet.fill(Qt::lightGray);
    QPainter painter(&sheet);
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        const int at = static_cast<int>(i);
        painter.drawImage(at % columns * cell.width(), at / columns * cell.height(), pictures[i]);
    }
    return sheet;
}

} // namespace calotype::starter
