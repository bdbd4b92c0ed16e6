#include "ui/desktop/MacDesktop.h"

#include <IOKit/pwr_mgt/IOPMLib.h>

#include <QFileInfo>
#include <QProcess>

namespace calotype::ui {

MacDesktop::~MacDesktop()
{
    keepAwake(false);
}

void MacDesktop::keepAwake(bool awake)
{
    if (awake && m_assertion == 0) {
        IOPMAssertionID id = 0;
        if (IOPMAssertionCreateWithName(kIOPMAssertionTypePreventUserIdleSystemSleep, kIOPMAssertionLevelOn,
                                        CFSTR("A picture is being made"), &id) == kIOReturnSuccess)
            m_assertion = id;
    } else if (!awake && m_assertion != 0) {
        IOPMAssertionRelease(m_assertion);
        m_assertion = 0;
    }
}

void MacDesktop::reveal(const QString &path)
{
    if (!QFileInfo::exists(path) || !QProcess::startDetached(QStringLiteral("/usr/bin/open"), {QStringLiteral("-R"), path}))
        Desktop::reveal(path);
}

} // namespace calotype::ui
