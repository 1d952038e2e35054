/* The second program: runs a Lua script, to which it gives a function of zlib, and what else it finds by name. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "lauxlib.h"
#include "lua.h"
#include "lualib.h"
#include "zlib.h"

void *dlsym(void *handle, const char *name);

typedef uLong (*checksum)(uLong, const Bytef *, uInt);

/* checksum(name, text): calls a function that it finds by its name. */
static int call_checksum(lua_State *lua) {
  const char *name = luaL_checkstring(lua, 1);
  size_t size;
  const char *text = luaL_checklstring(lua, 2, &size);
  checksum function = (checksum)dlsym(NULL, name);
  if (function == NULL) return luaL_error(lua, "there is no %s", name);
  if (strcmp(name, "crc32") == 0 && function != crc32) return luaL_error(lua, "another crc32");
  lua_pushinteger(lua, (lua_Integer)function(function(0, NULL, 0), (const Bytef *)text, (uInt)size));
  return 1;
}

/* pack(text) */
static int call_pack(lua_State *lua) {
  size_t size;
  const char *text = luaL_checklstring(lua, 1, &size);
  uLongf room = compressBound((uLong)size);
  Bytef *packed = lua_newuserdatauv(lua, room, 0);
  if (compress(packed, &room, (const Bytef *)text, (uLong)size) != Z_OK) return luaL_error(lua, "compress");
  lua_pushlstring(lua, (const char *)packed, room);
  return 1;
}

static const luaL_Reg functions[] = {{"checksum", call_checksum}, {"pack", call_pack}, {NULL, NULL}};

int main(int argc, char **argv) {
  if (argc < 2) return 2;
  lua_State *lua = luaL_newstate();
  luaL_openlibs(lua);
  lua_pushglobaltable(lua);
  luaL_setfuncs(lua, functions, 0);
  lua_pop(lua, 1);
  int failed = luaL_dostring(lua, argv[1]);
  if (failed) printf("script: error: %s\n", lua_tostring(lua, -1));
  lua_close(lua);
  return failed;
}
