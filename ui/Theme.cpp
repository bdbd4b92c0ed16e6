#include "ui/Theme.h"

#include <QApplication>
#include <QStyle>
#include <QStyleFactory>

/// The resources lie in a static library: without this call the linker would leave them out.
/// (Q_INIT_RESOURCE must stand outside of any namespace.)
static void initIconResources()
{
    Q_INIT_RESOURCE(calotype);
}

namespace calotype::ui {

namespace {

QColor blend(const QColor &from, const QColor &to, double share)
{
    return QColor::fromRgbF(from.redF() + (to.redF() - from.redF()) * share,
                            from.greenF() + (to.greenF() - from.greenF()) * share,
                            from.blueF() + (to.blueF() - from.blueF()) * share);
}

} // namespace

ColourScheme colourSchemeOf(const QString &word)
{
    if (word == QLatin1String("light"))
        return ColourScheme::Light;
    if (word == QLatin1String("dark"))
        return ColourScheme::Dark;
    return ColourScheme::System;
}

QString colourSchemeWord(ColourScheme scheme)
{
    switch (scheme) {
    case ColourScheme::Light: return QStringLiteral("light");
    case ColourScheme::Dark: return QStringLiteral("dark");
    case ColourScheme::System: break;
    }
    return QStringLiteral("system");
}

QPalette themePalette(bool dark)
{
    const QColor window(dark ? 0x1f1e1d : 0xf3f1ee);
    const QColor base(dark ? 0x292725 : 0xfffefc);
    const QColor text(dark ? 0xe9e4dc : 0x24211d);
    const QColor button(dark ? 0x35322f : 0xfaf8f5);
    const QColor accent(dark ? 0xcf9b5f : 0x8a5a2b);
    const QColor onAccent(dark ? 0x1d1610 : 0xffffff);

    QPalette palette(text, button, dark ? button.lighter(140) : QColor(0xffffff), dark ? QColor(0x141312) : QColor(0xb3aea6),
                     dark ? QColor(0x24221f) : QColor(0xd5d0c8), text, dark ? QColor(0xffffff) : QColor(0xffffff), base,
                     window);
    palette.setColor(QPalette::AlternateBase, blend(base, window, 0.5));
    palette.setColor(QPalette::Highlight, accent);
    palette.setColor(QPalette::HighlightedText, onAccent);
    palette.setColor(QPalette::Link, accent);
    palette.setColor(QPalette::LinkVisited, blend(accent, text, 0.4));
    palette.setColor(QPalette::ToolTipBase, base);
    palette.setColor(QPalette::ToolTipText, text);
    palette.setColor(QPalette::PlaceholderText, blend(text, base, 0.38));
    const QColor faint = blend(text, window, 0.6);
    for (const QPalette::ColorRole role : {QPalette::Text, QPalette::WindowText, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, faint);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, blend(accent, window, 0.6));
    palette.setColor(QPalette::Disabled, QPalette::Base, window);
    return palette;
}

void applyTheme(QApplication &app, ColourScheme scheme, std::optional<bool> wishesDark)
{
#ifdef Q_OS_MACOS
    Q_UNUSED(app)
    Q_UNUSED(scheme)
    Q_UNUSED(wishesDark)
#else
    if (app.style()->name().compare(QLatin1String("fusion"), Qt::CaseInsensitive) != 0)
        app.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    bool dark = scheme == ColourScheme::Dark;
    if (scheme == ColourScheme::System) {
        QApplication::setPalette(QPalette()); // brings the desktop's own back
        dark = wishesDark.value_or(isDark(QApplication::palette()));
    }
    QApplication::setPalette(themePalette(dark));
#endif
}

QIcon appIcon()
{
    initIconResources();
    QIcon icon;
    for (const int size : {16, 24, 32, 48, 64, 128, 256})
        icon.addFile(QStringLiteral(":/icons/calotype-%1.png").arg(size), {size, size});
    return icon;
}

bool isDark(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
}

QColor subduedText(const QPalette &palette)
{
    return blend(palette.color(QPalette::WindowText), palette.color(QPalette::Window), 0.35);
}

QColor canvasColour(const QPalette &palette)
{
    const QColor window = palette.color(QPalette::Window);
    return isDark(palette) ? blend(window, Qt::black, 0.35) : blend(window, Qt::black, 0.07);
}

QColor hairline(const QPalette &palette)
{
    return blend(palette.color(QPalette::Window), palette.color(QPalette::WindowText), 0.16);
}

} // namespace calotype::ui
