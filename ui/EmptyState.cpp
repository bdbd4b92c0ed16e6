#include "ui/EmptyState.h"

#include "ui/Theme.h"

#include <QAction>
#include <QDir>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <initializer_list>

namespace calotype::ui {

namespace {

constexpr int kTextWidth = 460;

QPushButton *buttonFor(QAction *action)
{
    auto *const button = new QPushButton(action->text().remove(u'&')); // its letters belong to the menus
    button->setToolTip(action->toolTip());
    button->setAccessibleName(action->text().remove(u'&'));
    QObject::connect(button, &QPushButton::clicked, action, &QAction::trigger);
    return button;
}

} // namespace

EmptyState::EmptyState(const QString &modelsFolder, QAction *openModel, QAction *openModelFolder,
                       QAction *openModelsFolder, QAction *rescan, QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("emptyState"));
    auto *const mark = new QLabel;
    mark->setPixmap(appIcon().pixmap(64, 64));
    mark->setAlignment(Qt::AlignCenter);

    auto *const title = new QLabel(tr("Calotype needs a model"));
    QFont font = title->font();
    font.setPointSizeF(font.pointSizeF() * 1.5);
    title->setFont(font);
    title->setAlignment(Qt::AlignCenter);

    auto *const words = new QLabel(
        tr("A model is a .safetensors or .ckpt file of Stable Diffusion 1, 2 or XL, or a diffusers folder. Put yours "
           "into %1, open one from anywhere, or drop it on this window.")
            .arg(QDir::toNativeSeparators(modelsFolder)));
    words->setObjectName(QStringLiteral("emptyStateText"));
    words->setTextFormat(Qt::PlainText);
    words->setWordWrap(true);
    words->setAlignment(Qt::AlignCenter);
    words->setForegroundRole(QPalette::PlaceholderText);
    words->setMaximumWidth(kTextWidth);
    words->setTextInteractionFlags(Qt::TextSelectableByMouse);

    QPushButton *const open = buttonFor(openModel);
    open->setObjectName(QStringLiteral("emptyOpenModel"));
    open->setDefault(true);
    QPushButton *const openFolder = buttonFor(openModelFolder);
    openFolder->setObjectName(QStringLiteral("emptyOpenModelFolder"));
    const auto centred = [](std::initializer_list<QPushButton *> buttons) {
        auto *const line = new QHBoxLayout;
        line->addStretch(1);
        for (QPushButton *const button : buttons)
            line->addWidget(button);
        line->addStretch(1);
        return line;
    };

    auto *const layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 24);
    layout->setSpacing(14);
    layout->addStretch(2);
    layout->addWidget(mark);
    layout->addWidget(title);
    auto *const text = new QHBoxLayout; // stretches, not an alignment, which would ignore the height of wrapped words
    text->addStretch(1);
    text->addWidget(words, 1000);
    text->addStretch(1);
    layout->addLayout(text);
    layout->addLayout(centred({open, openFolder}));
    layout->addLayout(centred({buttonFor(openModelsFolder), buttonFor(rescan)}));
    layout->addStretch(3);
}

} // namespace calotype::ui
