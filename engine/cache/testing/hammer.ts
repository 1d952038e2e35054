// Reads, writes and prunes a folder that others do the same to. Says how many files it read, and how many were not whole.

import { createHash } from "node:crypto";
import { CacheFolder } from "../folder.ts";

const [folder, maxSize, seed] = process.argv.slice(2) as [string, string, string];
const place = new CacheFolder({ folder, maxSize: Number(maxSize) });
let state = Number(seed);
const random = (below: number): number => {
  state = (Math.imul(state, 1103515245) + 12345) >>> 0;
  return (state >>> 8) % below;
};

let read = 0;
let torn = 0;
for (let i = 0; i < 400; i++) {
  const name = `${createHash("sha256")
    .update(String(random(20)))
    .digest("hex")}.code`;
  const content = place.read(name);
  if (content !== undefined) read++;
  if (content?.some((byte) => byte !== content[0])) torn++;
  if (random(2) === 0) {
    const half = Buffer.alloc(5_000 + random(5_000), random(256));
    place.write(name, [half, half]);
    place.prune();
  }
}
console.log(JSON.stringify({ read, torn }));
