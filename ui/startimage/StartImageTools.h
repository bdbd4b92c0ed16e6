#pragma once

#include <QWidget>

class QCheckBox;
class QPushButton;

namespace calotype::ui {

class GenerationSettings;
class InitImage;
class NumberField;

/// What can be done with the start image, below it: placed anew, its mask painted and taken away, and whether only the masked
/// part is made. Hidden without a start image.
class StartImageTools final : public QWidget
{
    Q_OBJECT

public:
    StartImageTools(GenerationSettings &settings, InitImage &image, QWidget *parent = nullptr);

Q_SIGNALS:
    void placeRequested();
    void paintRequested();

private:
    void refresh();

    GenerationSettings &m_settings;
    InitImage &m_image;
    QPushButton *m_clearMask;
    QCheckBox *m_onlyMasked;
    NumberField *m_padding;
    QWidget *m_paddingBox;
};

} // namespace calotype::ui
