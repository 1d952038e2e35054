// The errors of this room.

import { overLimit } from "../../../compiler/base/index.ts";

export const tooManyToDraw = (limit: number) =>
  overLimit("too-many-to-draw", `instantiating this module makes more instances than a picture can hold`, {
    expected: `at most ${limit}`,
  });
