import t from "tap";
import { createEngine, planModule } from "../../engine/index.ts";
import { assemble, linked } from "./application.ts";
import { instantiations } from "./instantiations.ts";

const binaries = assemble("examples/shared-everything");

const text = (bytes: readonly number[]) => new TextDecoder().decode(Uint8Array.from(bytes));

for (const cores of ["js", "native"] as const)
  t.test(`the application runs with ${cores} cores`, async (t) => {
    const instantiate = linked(binaries, createEngine({ cores }));
    const zipped: number[] = [];
    const drawn: number[] = [];
    const { zipper, imgmgk } = instantiate(
      (byte) => zipped.push(byte),
      (byte) => drawn.push(byte),
    );
    t.equal(zipper.run(), 16);
    t.equal(text(zipped), "zipper: 64 bytes of text in 16 bytes\n");
    t.equal(drawn.length, 0);
    t.equal(imgmgk.used(), 0, "memories are apart");
    t.equal(imgmgk.run(), 38);
    const rows = text(drawn).split("\n");
    t.equal(rows[0], "    ####    ");
    t.equal(rows[12], "imgmgk: 144 pixels in 38 bytes");
    t.equal(zipped.length, 37);
    t.ok(instantiate(Number, Number).zipper.used() < zipper.used(), "a second application starts anew");
  });

t.test("eight instances are made", async (t) => {
  const plans = new Map(Object.entries(binaries).map(([name, bytes]) => [name, planModule(bytes)]));
  t.same(
    instantiations("app", plans).map((line) => line.trim()),
    ["app (links only)", "zipper", "libc", "libzip", "imgmgk", "libc", "libzip", "libimg"],
  );
});
