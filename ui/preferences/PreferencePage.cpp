#include "ui/preferences/PreferencePage.h"

#include "ui/Form.h"
#include "ui/WheelGuard.h"
#include "ui/preferences/Preferences.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

namespace calotype::ui {

namespace {

QString lastPart(const char *key)
{
    return QString::fromLatin1(key).section(u'/', -1);
}

/// Shows a word; one that the box does not offer, as "cuda:1" from the environment, is offered from now on.
void showWord(QComboBox *box, const QString &word)
{
    const QSignalBlocker quiet(box);
    if (box->findData(word) < 0)
        box->addItem(word, word);
    selectById(box, word);
}

} // namespace

PreferencePage::PreferencePage(Preferences &preferences, PreferenceGroup group, const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_preferences(preferences)
    , m_group(group)
    , m_title(title)
{
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(18, 14, 18, 14);
    column->setSpacing(12);
    m_rows = new QVBoxLayout;
    m_rows->setSpacing(12);
    column->addLayout(m_rows);
    column->addStretch(1);
    auto *const restore = new QPushButton(tr("&Restore This Page"), this);
    restore->setObjectName(QStringLiteral("restoreDefaults"));
    restore->setAutoDefault(false);
    restore->setToolTip(tr("Bring this page’s preferences back to what they were at first"));
    column->addWidget(restore, 0, Qt::AlignLeft);
    connect(restore, &QPushButton::clicked, this, [this] { m_preferences.restore(m_group); });
    connect(&m_preferences, &Preferences::changed, this, &PreferencePage::refresh);
}

QComboBox *PreferencePage::addChoice(const char *key, const QString &label, const QString &tip)
{
    auto *const box = new QComboBox(this);
    box->setObjectName(lastPart(key));
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    WheelGuard::protect(box);
    m_rows->addWidget(labelled(label, box, tip));
    connect(box, &QComboBox::activated, this, [this, key, box] { m_preferences.set(QLatin1String(key), box->currentData()); });
    onRefresh([this, key, box] { showWord(box, m_preferences.value(QLatin1String(key)).toString()); });
    watchOverride(key, box);
    return box;
}

QSpinBox *PreferencePage::addNumber(const char *key, const QString &label, const QString &tip, int least, int most)
{
    auto *const box = new QSpinBox(this);
    box->setObjectName(lastPart(key));
    box->setRange(least, most);
    box->setKeyboardTracking(false);
    WheelGuard::protect(box);
    m_rows->addWidget(labelled(label, box, tip));
    connect(box, &QSpinBox::valueChanged, this, [this, key](int value) { m_preferences.set(QLatin1String(key), value); });
    onRefresh([this, key, box] {
        const QSignalBlocker quiet(box);
        box->setValue(m_preferences.value(QLatin1String(key)).toInt());
    });
    watchOverride(key, box);
    return box;
}

QCheckBox *PreferencePage::addFlag(const char *key, const QString &label, const QString &tip)
{
    auto *const box = new QCheckBox(label, this);
    box->setObjectName(lastPart(key));
    box->setToolTip(tip);
    box->setAccessibleDescription(tip);
    m_rows->addWidget(box);
    connect(box, &QCheckBox::toggled, this, [this, key](bool on) { m_preferences.set(QLatin1String(key), on); });
    onRefresh([this, key, box] {
        const QSignalBlocker quiet(box);
        box->setChecked(m_preferences.value(QLatin1String(key)).toBool());
    });
    watchOverride(key, box);
    return box;
}

QLineEdit *PreferencePage::addText(const char *key, const QString &label, const QString &tip)
{
    auto *const edit = new QLineEdit(this);
    edit->setObjectName(lastPart(key));
    m_rows->addWidget(labelled(label, edit, tip));
    connect(edit, &QLineEdit::textEdited, this, [this, key](const QString &text) { m_preferences.set(QLatin1String(key), text); });
    onRefresh([this, key, edit] {
        const QString text = m_preferences.value(QLatin1String(key)).toString();
        if (edit->text() != text && !edit->hasFocus())
            edit->setText(text);
    });
    connect(edit, &QLineEdit::editingFinished, this, &PreferencePage::refresh);
    watchOverride(key, edit);
    return edit;
}

QLabel *PreferencePage::addAdvice(const QString &text)
{
    QLabel *const label = adviceLabel(this);
    m_rows->addWidget(label);
    setAdvice(label, text);
    return label;
}

void PreferencePage::onRefresh(std::function<void()> show)
{
    show();
    m_shows.push_back(std::move(show));
}

void PreferencePage::watchOverride(const char *key, QWidget *field)
{
    const QString source = m_preferences.overriddenBy(QLatin1String(key));
    if (source.isEmpty())
        return;
    field->setEnabled(false);
    QLabel *const advice = addAdvice(source.startsWith(u'-')
                                         ? tr("Set by %1 on the command line; start without it to choose here.").arg(source)
                                         : tr("Set by %1 in the environment; start without it to choose here.").arg(source));
    advice->setObjectName(lastPart(key) + QStringLiteral("Advice"));
}

void PreferencePage::refresh()
{
    for (const auto &show : m_shows)
        show();
}

} // namespace calotype::ui
