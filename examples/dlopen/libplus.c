#include "operation.h"

const char operation_name[] = "plus";
int operate(int left, int right) { return left + right; }
