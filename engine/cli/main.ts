#!/usr/bin/env node
// The executable: gives the process's arguments to `dispatch`.

import { dispatch } from "./dispatch.ts";

process.exitCode = await dispatch(process.argv.slice(2), {
  out: (line) => console.log(line),
  error: (line) => console.error(line),
});
