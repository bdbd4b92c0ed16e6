#include "ui/AboutBox.h"

#include "ui/Theme.h"

#include <QCoreApplication>
#include <QFile>
#include <QMessageBox>

namespace calotype::ui {

void showAboutBox(QWidget *window)
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("AboutBox", text); };
    auto *const box = new QMessageBox(QMessageBox::NoIcon, tr("About Calotype"),
                                      tr("Calotype %1\n\nPictures with Stable Diffusion on your own machine.")
                                          .arg(QStringLiteral(CALOTYPE_VERSION)),
                                      QMessageBox::Close, window);
    box->setObjectName(QStringLiteral("about"));
    box->setInformativeText(tr("MIT licence. The CLIP vocabulary is OpenAI's, under the MIT licence too."));
    QFile notices(QStringLiteral(":/licences/clip.txt"));
    if (notices.open(QIODevice::ReadOnly))
        box->setDetailedText(QString::fromUtf8(notices.readAll()));
    box->setIconPixmap(appIcon().pixmap(64, 64));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

} // namespace calotype::ui
