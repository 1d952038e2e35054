// A headless Chromium, and pages for it from a server of our own.

import { existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";
import { type Browser, chromium, type Page } from "playwright-core";

const EXECUTABLE = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

const TIMEOUT = 30_000;

export const missingBrowser = (): string | undefined =>
  existsSync(EXECUTABLE) ? undefined : `there is no ${EXECUTABLE}`;

export const launch = (flags: readonly string[] = []): Promise<Browser> =>
  chromium.launch({ executablePath: EXECUTABLE, args: ["--no-sandbox", ...flags] });

/** What a server answers, by path: `/` is a page, all else scripts. */
export type Answer = (path: string) => string | undefined;

function serve(answer: Answer, headers: Readonly<Record<string, string>>): Promise<Server> {
  const server = createServer(({ url }, response) => {
    const body = answer(url ?? "");
    const type = url === "/" ? "text/html" : "text/javascript";
    response.writeHead(body === undefined ? 404 : 200, { ...headers, "Content-Type": type });
    response.end(body);
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
}

/** Asks until there is an outcome: playwright's own way of waiting evaluates strings in the page, which may be forbidden. */
async function outcomeOf(page: Page): Promise<string> {
  const end = Date.now() + TIMEOUT;
  while (Date.now() < end) {
    const outcome = await page.evaluate<string | undefined>("globalThis.outcome");
    if (outcome !== undefined) return outcome;
    await setTimeout(20);
  }
  return `no outcome in ${TIMEOUT} ms`;
}

/** Loads the page and waits until the program has an outcome or has failed. */
async function outcomeAt(browser: Browser, port: number): Promise<string> {
  const page = await browser.newPage();
  const failed = new Promise<string>((resolve) => {
    page.on("pageerror", ({ message }) => resolve(message));
  });
  await page.goto(`http://127.0.0.1:${port}/`);
  return Promise.race([outcomeOf(page).catch((error: Error) => error.message), failed]);
}

/** The text that the page `/` left in its global `outcome`, or words about why there is none. */
export async function visit(
  browser: Browser,
  answer: Answer,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  const server = await serve(answer, headers);
  try {
    return await outcomeAt(browser, (server.address() as AddressInfo).port);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
