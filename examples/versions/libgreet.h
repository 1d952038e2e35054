/* Version 1.0 has one function; 1.1 adds one; in 2.0 the first takes another argument. */
#if VERSION < 20
int greeting(int name);
#else
int greeting(int name, int language);
#endif
#if VERSION > 10
int farewell(int name);
#endif
