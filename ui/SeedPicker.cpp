#include "ui/SeedPicker.h"

#include "ui/Form.h"
#include "ui/GenerationSettings.h"
#include "ui/WheelGuard.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QRegularExpressionValidator>

namespace calotype::ui {

namespace {

const QString kRandom = QStringLiteral("random");
const QString kFixed = QStringLiteral("fixed");
const QString kIncrement = QStringLiteral("increment");
const QString kDecrement = QStringLiteral("decrement");

QString nextOf(const GenerationValues &values)
{
    if (!values.fixedSeed)
        return kRandom;
    if (values.seedStep == 0)
        return kFixed;
    return values.seedStep > 0 ? kIncrement : kDecrement;
}

} // namespace

SeedPicker::SeedPicker(GenerationSettings &settings, QWidget *parent)
    : QWidget(parent)
    , m_settings(settings)
    , m_seed(new QLineEdit)
    , m_next(new QComboBox)
{
    m_seed->setPlaceholderText(tr("Random"));
    m_seed->setObjectName(QStringLiteral("seed"));
    m_seed->setValidator(new QRegularExpressionValidator(QRegularExpression(QStringLiteral("\\d{0,10}")), m_seed));
    m_next->setObjectName(QStringLiteral("nextSeed"));
    const struct {
        QString id;
        QString name;
        QString tip;
    } items[] = {
        {kRandom, tr("Random"), tr("Draw one for each run")},
        {kFixed, tr("Fixed"), tr("Keep this one")},
        {kIncrement, tr("Increment"), tr("Go on with the one behind the last picture’s")},
        {kDecrement, tr("Decrement"), tr("Go back by as many as there are pictures")},
    };
    for (const auto &[id, name, tip] : items) {
        m_next->addItem(name, id);
        m_next->setItemData(m_next->count() - 1, tip, Qt::ToolTipRole);
    }
    WheelGuard::protect(m_next);

    auto *const layout = sideBySide();
    layout->addWidget(labelled(tr("See&d"), m_seed,
                               tr("Number from 0 to 4294967295 that the picture’s noise is drawn from")),
                      1);
    layout->addWidget(labelled(tr("Ne&xt seed"), m_next, tr("What becomes of the seed after each run")));
    setLayout(layout);

    refresh();
    connect(&m_settings, &GenerationSettings::changed, this, &SeedPicker::refresh);
    connect(m_seed, &QLineEdit::textEdited, this, &SeedPicker::takeField);
    connect(m_seed, &QLineEdit::editingFinished, this, &SeedPicker::refresh);
    connect(m_next, &QComboBox::activated, this, &SeedPicker::chooseNext);
}

void SeedPicker::refresh()
{
    const GenerationValues &values = m_settings.values();
    selectById(m_next, nextOf(values));
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

void SeedPicker::chooseNext(int item)
{
    const QString next = m_next->itemData(item).toString();
    GenerationValues values = m_settings.values();
    values.fixedSeed = next != kRandom;
    values.seedStep = next == kIncrement ? 1 : next == kDecrement ? -1 : 0;
    m_settings.setValues(values);
}

} // namespace calotype::ui
