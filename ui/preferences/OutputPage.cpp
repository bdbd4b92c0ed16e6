#include "ui/preferences/OutputPage.h"

#include "ui/Form.h"
#include "ui/preferences/Preferences.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QImageWriter>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace calotype::ui {

OutputPage::OutputPage(Preferences &preferences, const QString &standardFolder, QWidget *parent)
    : PreferencePage(preferences, PreferenceGroup::Output, tr("Output"), parent)
    , m_standardFolder(standardFolder)
{
    addFolder();
    QComboBox *const subfolders = addChoice("output/subfolders", tr("&Subfolders"), tr("Whether each day has a folder of its own"));
    subfolders->clear();
    subfolders->addItem(tr("One for each day"), QStringLiteral("date"));
    subfolders->addItem(tr("None"), QStringLiteral("flat"));
    addName();

    QComboBox *const format = addChoice("output/format", tr("F&ormat"), tr("The kind of file that pictures are written as"));
    format->clear();
    format->addItem(tr("PNG: nothing is lost"), QStringLiteral("png"));
    format->addItem(tr("JPEG: smaller"), QStringLiteral("jpeg"));
    if (QImageWriter::supportedImageFormats().contains("webp"))
        format->addItem(tr("WebP: smaller still"), QStringLiteral("webp"));
    QSpinBox *const quality = addNumber("output/quality", tr("&Quality"), tr("Of JPEG and WebP: 100 is the best, and the largest"), 1, 100);
    addFlag("output/metadata", tr("&Write what made the picture into its file"),
            tr("Prompt, seed, model and settings. Without them a picture cannot be made again, nor searched for by its words"));
    onRefresh([this, subfolders, format, quality] {
        const auto show = [this](QComboBox *box, const char *key) {
            box->setCurrentIndex(box->findData(this->preferences().value(QLatin1String(key))));
        };
        show(subfolders, "output/subfolders");
        show(format, "output/format");
        quality->setEnabled(this->preferences().effective().output.format != gallery::PictureFormat::Png);
    });
}

void OutputPage::addFolder()
{
    auto *const folder = new QPushButton(this);
    folder->setObjectName(QStringLiteral("folder"));
    folder->setAutoDefault(false);
    rows()->addWidget(labelled(tr("Pictures &folder"), folder, tr("Where pictures are saved; press to choose another")));
    onRefresh([this, folder] {
        const QString chosen = preferences().effective().output.folder;
        const QString shown = QDir::toNativeSeparators(chosen.isEmpty() ? m_standardFolder : chosen);
        folder->setText(QString(shown).replace(u'&', QStringLiteral("&&")));
        folder->setAccessibleDescription(shown);
    });
    watchOverride("output/folder", folder);
    connect(folder, &QPushButton::clicked, this, &OutputPage::chooseFolder);
}

void OutputPage::chooseFolder()
{
    const QString now = preferences().effective().output.folder;
    auto *const dialog = new QFileDialog(this, tr("Choose the Pictures Folder"), now.isEmpty() ? m_standardFolder : now);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this](const QString &path) { preferences().set(QStringLiteral("output/folder"), QDir::cleanPath(path)); });
    dialog->open();
}

void OutputPage::addName()
{
    QStringList words;
    for (const QString &word : gallery::pictureNameFields())
        words << u'{' + word + u'}';
    addText("output/name", tr("File &name"), tr("May have %1").arg(words.join(u' ')));
    QLabel *const example = addAdvice(sample());
    example->setObjectName(QStringLiteral("nameSample"));
    onRefresh([this, example] { setAdvice(example, sample()); });
    addAdvice(tr("Words in braces are filled in: %1.").arg(words.join(QStringLiteral(", "))));
}

QString OutputPage::sample() const
{
    const gallery::OutputRules &rules = preferences().effective().output;
    if (const QStringList unknown = gallery::unknownNameFields(rules.pattern); !unknown.isEmpty())
        return tr("There is no {%1}; take it out of the name.").arg(unknown.first());
    gallery::PictureNameFields fields;
    fields.when = QDateTime::currentDateTime();
    fields.seed = 1234;
    fields.model = QStringLiteral("starter");
    fields.prompt = tr("a fern in the morning light");
    fields.sampler = QStringLiteral("euler");
    fields.steps = 25;
    fields.guidance = 7.5;
    fields.size = {512, 512};
    fields.number = 42;
    return tr("For example: %1").arg(gallery::pictureName(rules.pattern, fields) + u'.' + gallery::pictureEnding(rules.format));
}

} // namespace calotype::ui
