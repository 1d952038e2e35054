typedef int (*measure)(int);
int area(int side);            /* libshapes.so */
int perimeter(int side);       /* libshapes.so */
measure kept_by_shapes(void);  /* libshapes.so */
extern int measured;           /* libshapes.so: how often something was measured */
int apply(measure function, int side); /* libdraw.so */
measure kept_by_draw(void);    /* libdraw.so */
int count_by_draw(void);       /* libdraw.so */
