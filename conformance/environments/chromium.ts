// Chromium, headless: pages without WebAssembly, under a strict content security policy, without a JIT; a worker.

import { existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type Browser, chromium } from "playwright-core";
import type { Environment } from "./environment.ts";

const EXECUTABLE = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

interface Setting {
  readonly name: string;
  readonly evaluates: boolean;
  /** Of the browser process. */
  readonly flags?: readonly string[];
  /** Of the page and its scripts. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly worker?: boolean;
}

const SETTINGS: readonly Setting[] = [
  { name: "Chromium, WebAssembly deleted", evaluates: true },
  {
    name: "Chromium, CSP `script-src 'self'`",
    evaluates: false,
    headers: { "Content-Security-Policy": "script-src 'self'" },
  },
  { name: "Chromium --js-flags=--jitless", evaluates: true, flags: ["--js-flags=--jitless"] },
  { name: "Chromium, worker", evaluates: true, worker: true },
  {
    name: "Chromium, `require-trusted-types-for 'script'`",
    evaluates: true,
    headers: { "Content-Security-Policy": "require-trusted-types-for 'script'; trusted-types mortise" },
  },
];

const IN_WORKER = `new Worker("program.js").onmessage = ({ data }) => { globalThis.outcome = data; };`;

/** The files of a page, by path. */
function filesFor({ worker }: Setting, program: string): Record<string, string> {
  const alone = `delete globalThis.WebAssembly;\n${program}`;
  const page = (script: string) => `<!doctype html><meta charset="utf-8"><script src="${script}"></script>`;
  return worker
    ? {
        "/": page("start.js"),
        "/start.js": IN_WORKER,
        "/program.js": `${alone};postMessage(globalThis.outcome);`,
      }
    : { "/": page("program.js"), "/program.js": alone };
}

function serve(files: Record<string, string>, headers: Readonly<Record<string, string>>): Promise<Server> {
  const server = createServer(({ url }, response) => {
    const body = files[url ?? ""];
    const type = url === "/" ? "text/html" : "text/javascript";
    response.writeHead(body === undefined ? 404 : 200, { ...headers, "Content-Type": type });
    response.end(body);
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
}

/** Loads the page and waits until the program has an outcome or has failed. */
async function visit(browser: Browser, port: number): Promise<string> {
  const page = await browser.newPage();
  const failed = new Promise<string>((resolve) => {
    page.on("pageerror", ({ message }) => resolve(message));
  });
  await page.goto(`http://127.0.0.1:${port}/`);
  const outcome = page
    .waitForFunction("globalThis.outcome", undefined, { timeout: 30_000 })
    .then((handle) => handle.jsonValue() as Promise<string>)
    .catch((error: Error) => error.message);
  return Promise.race([outcome, failed]);
}

function environment(setting: Setting): Environment {
  let browser: Browser | undefined;
  return {
    name: setting.name,
    evaluates: setting.evaluates,
    missing: async () => (existsSync(EXECUTABLE) ? undefined : `there is no ${EXECUTABLE}`),
    async run(program) {
      browser ??= await chromium.launch({
        executablePath: EXECUTABLE,
        args: ["--no-sandbox", ...(setting.flags ?? [])],
      });
      const server = await serve(filesFor(setting, program), setting.headers ?? {});
      try {
        return await visit(browser, (server.address() as AddressInfo).port);
      } finally {
        server.closeAllConnections();
        server.close();
      }
    },
    async close() {
      await browser?.close();
      browser = undefined;
    },
  };
}

export const CHROMIUM: readonly Environment[] = SETTINGS.map(environment);
