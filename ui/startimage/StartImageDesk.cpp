#include "ui/startimage/StartImageDesk.h"

#include "ui/CreatePanel.h"
#include "ui/InitImage.h"
#include "ui/InitImageWell.h"
#include "ui/inpaint/MaskEditor.h"
#include "ui/startimage/StartImageTools.h"

namespace calotype::ui {

StartImageDesk::StartImageDesk(const Parts &parts, QWidget *window)
    : QObject(window)
    , m_intake({parts.image, parts.settings, parts.models, parts.readFields, window})
    , m_keeper(parts.image, parts.folder)
    , m_editor(new MaskEditor(parts.image))
{
    m_editor->hide();
    connect(m_editor, &MaskEditor::openChanged, m_editor, &QWidget::setVisible);
    const StartImageTools *const tools = parts.create.startImageTools();
    connect(tools, &StartImageTools::paintRequested, m_editor, &MaskEditor::open);
    connect(tools, &StartImageTools::placeRequested, &m_intake, &StartImageIntake::place);
    connect(parts.create.initImageWell(), &InitImageWell::brought, &m_intake, &StartImageIntake::take);
    connect(&m_keeper, &StartImageKeeper::failed, &m_intake, &StartImageIntake::failed);
    m_keeper.setKeeping(parts.keeps);
    m_keeper.restore();
}

} // namespace calotype::ui
