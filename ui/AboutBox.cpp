#include "ui/AboutBox.h"

#include "ui/Theme.h"

#include <QCoreApplication>
#include <QFile>
#include <QMessageBox>

namespace calotype::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(AboutBox)
};

} // namespace

void showAboutBox(QWidget *window)
{
    auto *const box = new QMessageBox(QMessageBox::NoIcon, Words::tr("About Calotype"),
                                      Words::tr("Calotype %1\n\nPictures with Stable Diffusion on your own machine.")
                                          .arg(QStringLiteral(CALOTYPE_VERSION)),
                                      QMessageBox::Close, window);
    box->setObjectName(QStringLiteral("about"));
    box->setInformativeText(Words::tr("MIT licence. The CLIP vocabulary is OpenAI's, under the MIT licence too."));
    QFile notices(QStringLiteral(":/licences/clip.txt"));
    if (notices.open(QIODevice::ReadOnly))
        box->setDetailedText(QString::fromUtf8(notices.readAll()));
    box->setIconPixmap(appIcon().pixmap(64, 64));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

} // namespace calotype::ui
