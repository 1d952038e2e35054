// Chromium, headless: pages without WebAssembly, under a strict content security policy, without a JIT; a worker.

import type { Browser } from "playwright-core";
import { launch, missingBrowser, visit } from "./browser.ts";
import type { Environment } from "./environment.ts";

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

function environment(setting: Setting): Environment {
  let browser: Browser | undefined;
  return {
    name: setting.name,
    evaluates: setting.evaluates,
    missing: async () => missingBrowser(),
    async run(program) {
      browser ??= await launch(setting.flags);
      const files = filesFor(setting, program);
      return visit(browser, (path) => files[path], setting.headers);
    },
    async close() {
      await browser?.close();
      browser = undefined;
    },
  };
}

export const CHROMIUM: readonly Environment[] = SETTINGS.map(environment);
