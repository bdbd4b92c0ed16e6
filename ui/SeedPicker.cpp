#include "ui/SeedPicker.h"

#include "ui/Form.h"
#include "ui/GenerationSettings.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QRegularExpressionValidator>

namespace calotype::ui {

SeedPicker::SeedPicker(GenerationSettings &settings, QWidget *parent)
    : QWidget(parent)
    , m_settings(settings)
    , m_seed(new QLineEdit)
    , m_fixed(new QCheckBox(tr("Fi&xed")))
{
    m_seed->setPlaceholderText(tr("Random"));
    m_seed->setObjectName(QStringLiteral("seed"));
    m_seed->setValidator(new QRegularExpressionValidator(QRegularExpression(QStringLiteral("\\d{0,10}")), m_seed));
    m_fixed->setObjectName(QStringLiteral("fixedSeed"));
    m_fixed->setToolTip(tr("Keep this seed for the next picture; else one is drawn for each run"));

    auto *const layout = sideBySide();
    layout->addWidget(labelled(tr("See&d"), m_seed,
                               tr("Number from 0 to 4294967295 that the picture’s noise is drawn from. Shown is the one "
                                  "that was used last.")),
                      1);
    layout->addWidget(m_fixed, 0, Qt::AlignBottom);
    setLayout(layout);

    refresh();
    connect(&m_settings, &GenerationSettings::changed, this, &SeedPicker::refresh);
    connect(m_seed, &QLineEdit::textEdited, this, &SeedPicker::takeField);
    connect(m_seed, &QLineEdit::editingFinished, this, &SeedPicker::refresh);
    connect(m_fixed, &QCheckBox::toggled, &m_settings, &GenerationSettings::setFixedSeed);
}

void SeedPicker::refresh()
{
    const GenerationValues &values = m_settings.values();
    m_fixed->setChecked(values.fixedSeed);
    const bool isBeingWritten = m_seed->hasFocus() && m_seed->text().isEmpty();
    const bool isNoneYet = !values.fixedSeed && values.seed == 0;
    const QString seed = isNoneYet ? QString() : QString::number(values.seed);
    if (m_seed->text() != seed && !isBeingWritten)
        m_seed->setText(seed);
}

void SeedPicker::takeField()
{
    if (m_seed->text().isEmpty())
        return;
    GenerationValues values = m_settings.values();
    values.seed = m_seed->text().toLongLong();
    values.fixedSeed = true;
    m_settings.setValues(values);
    refresh();
}

} // namespace calotype::ui
