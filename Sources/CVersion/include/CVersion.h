// In C, so that another commit compiles one line again.
#pragma once

/// The commit that this was built from, as `git describe --always --dirty` has it; empty where the build
/// was not told.
const char *cv_commit(void);
