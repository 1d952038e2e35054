// Node's own `fetch` compiles its HTTP parser through the global WebAssembly: it works when that is ours.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import t from "tap";
import { createEngine } from "./index.ts";

t.test("fetch works with the global replaced", async (t) => {
  const before = Object.getOwnPropertyDescriptor(globalThis, "WebAssembly")!;
  t.teardown(() => Object.defineProperty(globalThis, "WebAssembly", before));
  const used = new Set<PropertyKey>();
  const value = new Proxy(createEngine(), {
    get(target, name) {
      used.add(name);
      return Reflect.get(target, name);
    },
  });
  Object.defineProperty(globalThis, "WebAssembly", { ...before, value });

  const server = createServer((request, response) => {
    response.setHeader("X-Method", request.method!);
    request.pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  t.teardown(() => server.closeAllConnections());
  t.teardown(() => server.close());

  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  for (const body of ["x", "y".repeat(100_000)]) {
    const response = await fetch(url, { method: "POST", body });
    t.equal(response.headers.get("x-method"), "POST");
    t.equal(await response.text(), body);
  }
  t.ok(used.has("Module") || used.has("compile"), "the parser was compiled by us");
});
