/* What the examples' main programs have in place of a libc: an allocator, and words to be read by JavaScript. */
void *malloc(unsigned long size);
void say(const char *text);
void say_number(int number);
