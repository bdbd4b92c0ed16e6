#pragma once

namespace calotype::ui {

/// From now on the parts that we paint ourselves are told to assistive technology as what they are: pictures, sliders
/// with their numbers, canvases. Before the first of them is made; calls after the first do nothing. GUI thread.
void installAccessibleRoles();

} // namespace calotype::ui
