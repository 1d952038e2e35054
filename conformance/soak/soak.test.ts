// A short soak: `npm run soak` takes ten minutes.

import t from "tap";
import { live, MAX_BUFFERS, MAX_GROWTH, MAX_RESIDENT, soak } from "./soak.ts";

t.test("10,000 live instances with a memory of 64 KiB each", async (t) => {
  const { heap, buffers, resident } = await live(10_000);
  t.ok(resident < MAX_RESIDENT, `${resident} bytes resident`);
  t.ok(buffers < 10_000 * 65_536 * 1.01);
  t.ok(heap < 10_000 * 4_000, `${heap} bytes of heap`);
});

t.test("nothing is left of what was made and dropped", async (t) => {
  for (const { name, heap, buffers } of await soak(0, 0.1, () => {})) {
    t.ok(heap < MAX_GROWTH, `${name}: the heap grew by ${heap} bytes`);
    t.ok(buffers < MAX_BUFFERS, `${name}: memories grew by ${buffers} bytes`);
  }
});
