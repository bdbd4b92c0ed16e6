#pragma once

namespace calotype::app {

/// Opens the window; the words on the command line are files to open. @return the exit status
int runWindow(int argc, char **argv);

} // namespace calotype::app
