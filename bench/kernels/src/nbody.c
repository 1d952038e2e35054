// Five bodies under gravity for n steps; the energy, scaled, is the checksum. Double precision, small arrays.
#include "kernel.h"

#define BODIES 5
#define SOLAR_MASS 39.47841760435743
#define DAYS 365.24

typedef struct { double x, y, z, vx, vy, vz, mass; } Body;
static Body bodies[BODIES];
static const double start[BODIES][7] = {
  {0, 0, 0, 0, 0, 0, 1},
  {4.841431442, -1.160320044, -0.103622044, 0.001660077, 0.007699011, -0.000069046, 0.000954792},
  {8.343366718, 4.124798564, -0.403523417, -0.002767425, 0.004998528, 0.000023042, 0.000285886},
  {12.894369562, -15.111151402, -0.223307579, 0.002964601, 0.002378472, -0.000029659, 0.000043662},
  {15.379697115, -25.919314610, 0.179258773, 0.002680678, 0.001628242, -0.000095159, 0.000051514},
};

static void reset(void) {
  for (int i = 0; i < BODIES; i++) {
    const double *s = start[i];
    Body *b = &bodies[i];
    b->x = s[0], b->y = s[1], b->z = s[2];
    b->vx = s[3] * DAYS, b->vy = s[4] * DAYS, b->vz = s[5] * DAYS;
    b->mass = s[6] * SOLAR_MASS;
  }
}

static void advance(double dt) {
  for (int i = 0; i < BODIES; i++) {
    Body *a = &bodies[i];
    for (int j = i + 1; j < BODIES; j++) {
      Body *b = &bodies[j];
      double dx = a->x - b->x, dy = a->y - b->y, dz = a->z - b->z;
      double d2 = dx * dx + dy * dy + dz * dz;
      double mag = dt / (d2 * __builtin_sqrt(d2));
      a->vx -= dx * b->mass * mag, a->vy -= dy * b->mass * mag, a->vz -= dz * b->mass * mag;
      b->vx += dx * a->mass * mag, b->vy += dy * a->mass * mag, b->vz += dz * a->mass * mag;
    }
  }
  for (int i = 0; i < BODIES; i++) {
    Body *b = &bodies[i];
    b->x += dt * b->vx, b->y += dt * b->vy, b->z += dt * b->vz;
  }
}

static double energy(void) {
  double e = 0;
  for (int i = 0; i < BODIES; i++) {
    Body *a = &bodies[i];
    e += 0.5 * a->mass * (a->vx * a->vx + a->vy * a->vy + a->vz * a->vz);
    for (int j = i + 1; j < BODIES; j++) {
      Body *b = &bodies[j];
      double dx = a->x - b->x, dy = a->y - b->y, dz = a->z - b->z;
      e -= a->mass * b->mass / __builtin_sqrt(dx * dx + dy * dy + dz * dz);
    }
  }
  return e;
}

EXPORT int run(int n) {
  reset();
  for (int i = 0; i < n; i++) advance(0.01);
  return (int)(energy() * 1e9);
}
