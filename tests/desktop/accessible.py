"""The program's things on the accessibility bus: what the scripts in this folder have in common."""

import time

import pyatspi

PAUSE = 0.1  # seconds between two looks


def wait_for(find, patience=30.0, is_over=lambda: False):
    """What find() returns once it is something; None when patience has run out, or it is over before."""
    end = time.monotonic() + patience
    while not is_over():
        try:
            if found := find():
                return found
        except Exception:  # what was there a moment ago is gone: the bus says so in many ways
            pass
        if time.monotonic() > end:
            return None
        time.sleep(PAUSE)
    return None


def program(pid):
    """The program with that process, once it has a window; None before."""
    for app in children(pyatspi.Registry.getDesktop(0)):
        if app.get_process_id() == pid:
            app.clear_cache()  # nothing here hears of changes
            return app if app.childCount else None
    return None


def children(node):
    return [child for child in (node.getChildAtIndex(k) for k in range(node.childCount)) if child]


def is_shown(node):
    state = node.getState()
    return state.contains(pyatspi.STATE_VISIBLE) and state.contains(pyatspi.STATE_SHOWING)


def is_checked(node):
    node.clear_cache()  # nothing here hears of changes
    return node.getState().contains(pyatspi.STATE_CHECKED)


def everything(node):
    yield node
    for child in children(node):
        yield from everything(child)


def shown(node):
    """node, where it is shown, and all below it that is. Windows and menus of a program hang below it, which is no thing
    to be shown itself."""
    if node.getRole() != pyatspi.ROLE_APPLICATION and not is_shown(node):
        return
    yield node
    for child in children(node):
        yield from shown(child)


def press(node):
    node.queryAction().doAction(0)


def role_name(node):
    """What the node is, as older releases of at-spi call it: newer ones say "button" where those say "push button"."""
    role = node.getRoleName()
    return "push button" if role == "button" else role
