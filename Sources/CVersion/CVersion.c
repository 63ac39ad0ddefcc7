#include "CVersion.h"

const char *cv_commit(void) { return SMILESTONE_COMMIT; }
