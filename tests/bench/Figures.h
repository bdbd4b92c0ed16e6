#pragma once

#include <QString>
#include <QStringList>
#include <QTextStream>

#include <optional>

namespace calotype::bench {

/// What was measured, a line each on standard output, and what of it is beyond its bound.
class Figures
{
public:
    /// @param most  the bound; none: the figure is only told
    void tell(const QString &name, double value, const QString &unit, std::optional<double> most = {})
    {
        m_out << QStringLiteral("%1 %2 %3").arg(name, -44).arg(value, 9, 'f', 1).arg(unit);
        if (most)
            m_out << QStringLiteral("  (at most %1)").arg(*most);
        m_out << "\n" << Qt::flush;
        if (most && value > *most)
            m_beyond << QStringLiteral("%1: %2 %3, and at most %4 are allowed").arg(name).arg(value, 0, 'f', 1).arg(unit).arg(*most);
    }
    void note(const QString &text) { m_out << text << "\n" << Qt::flush; }

    /// A sentence for each figure beyond its bound.
    const QStringList &beyond() const { return m_beyond; }

private:
    QTextStream m_out{stdout};
    QStringList m_beyond;
};

} // namespace calotype::bench
