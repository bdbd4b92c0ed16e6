#pragma once

#include "core/engine/GenerationBackend.h"
#include "ui/preferences/PreferencePage.h"

#include <vector>

class QLabel;
class QPushButton;

namespace calotype::models {
class ModelManager;
}

namespace calotype::ui {

/// What the model runs on, how, and for how long it stays in memory.
class ComputePage final : public PreferencePage
{
    Q_OBJECT

public:
    ComputePage(Preferences &preferences, models::ModelManager &manager, QWidget *parent = nullptr);

protected:
    /// The devices are asked for when they are first to be seen: that opens the engine.
    void showEvent(QShowEvent *event) override;

private:
    void addTest();
    void fillDevices(const std::vector<DeviceInfo> &devices);
    void showDevice();
    void test();
    void endTest(const QString &result);

    models::ModelManager &m_manager;
    QComboBox *m_device;
    QLabel *m_listing;
    QPushButton *m_test = nullptr;
    QLabel *m_result = nullptr;
    bool m_testing = false;
};

} // namespace calotype::ui
