#pragma once

#include "ui/desktop/Desktop.h"

#include <cstdint>

namespace calotype::ui {

/// What macOS does for a program: it keeps the machine awake by a power assertion, which ends with the program, and
/// the Finder shows a file selected. Colours are the system's own there.
class MacDesktop final : public Desktop
{
    Q_OBJECT

public:
    using Desktop::Desktop;
    ~MacDesktop() override;

    void keepAwake(bool awake) override;
    void reveal(const QString &path) override;

private:
    std::uint32_t m_assertion = 0; ///< 0: none
};

} // namespace calotype::ui
