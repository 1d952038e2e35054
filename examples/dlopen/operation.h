/* What a plugin exports. */
extern const char operation_name[];
int operate(int left, int right);
