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

// Of all that comes with the program.
QString notices()
{
    QStringList texts;
    for (const char *name : {"clip", "starter"}) {
        QFile file(QStringLiteral(":/licences/%1.txt").arg(QLatin1String(name)));
        if (file.open(QIODevice::ReadOnly))
            texts << QString::fromUtf8(file.readAll()).trimmed();
    }
    return texts.join(QStringLiteral("\n\n—\n\n"));
}

} // namespace

void showAboutBox(QWidget *window)
{
    auto *const box = new QMessageBox(QMessageBox::NoIcon, Words::tr("About Calotype"),
                                      Words::tr("Calotype %1\n\nPictures with Stable Diffusion on your own machine.")
                                          .arg(QStringLiteral(CALOTYPE_VERSION)),
                                      QMessageBox::Close, window);
    box->setObjectName(QStringLiteral("about"));
    box->setInformativeText(Words::tr("MIT licence. The CLIP vocabulary is OpenAI's, and the starter model learnt from "
                                      "Microsoft's Fluent Emoji; both are under the MIT licence too."));
    box->setDetailedText(notices());
    box->setIconPixmap(appIcon().pixmap(64, 64));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

} // namespace calotype::ui
