#include "CStatistics.h"
