#include "ui/preferences/PreviewPage.h"

#include "ui/preferences/Preferences.h"

#include <QComboBox>
#include <QDir>
#include <QSpinBox>

namespace calotype::ui {

PreviewPage::PreviewPage(Preferences &preferences, const QString &modelsFolder, QWidget *parent)
    : PreferencePage(preferences, PreferenceGroup::Preview, tr("Preview"), parent)
{
    QComboBox *const method = addChoice("preview/method", tr("&Preview"), tr("What is shown while a picture is being made"));
    method->clear();
    method->addItem(tr("Off"), previewMethodWord(PreviewMethod::Off));
    method->addItem(tr("Fast colours"), previewMethodWord(PreviewMethod::LatentRgb));
    method->addItem(tr("TAESD where a decoder is present"), previewMethodWord(PreviewMethod::Taesd));
    onRefresh([this, method] { method->setCurrentIndex(method->findData(this->preferences().value(QStringLiteral("preview/method")))); });
    addAdvice(tr("TAESD shows more than fast colours, and takes longer. It needs its decoder in the models folder (%1): taesd, "
                 "or taesdxl for SDXL; without it, fast colours are shown.")
                  .arg(QDir::toNativeSeparators(modelsFolder)));
    addNumber("preview/everySteps", tr("&Every … steps"), tr("Steps from one preview to the next"), 1, 50);
    QSpinBox *const rate = addNumber("preview/perSecond", tr("At &most … a second"), tr("Fewer previews leave more time for the picture"), 0, 30);
    rate->setSpecialValueText(tr("As many as there are steps"));
    addAdvice(tr("This counts from the next picture on."));
}

} // namespace calotype::ui
