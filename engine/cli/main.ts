#!/usr/bin/env node
// The executable: gives the process's arguments to `dispatch`.

import { dispatch } from "./dispatch.ts";
import { writeAll } from "./streams.ts";

process.exitCode = await dispatch(process.argv.slice(2), {
  out: (line) => console.log(line),
  error: (line) => console.error(line),
  bytes: (stream, data) => writeAll(stream === "out" ? 1 : 2, data),
});
