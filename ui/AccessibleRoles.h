#pragma once

namespace calotype::ui {

/// From now on the parts that Qt does not know are told to assistive technology as what they are: pictures, sliders with
/// their numbers, canvases, buttons that give an order. Before the first of them is made; calls after the first do nothing. GUI thread.
void installAccessibleRoles();

} // namespace calotype::ui
