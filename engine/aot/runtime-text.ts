// The runtime as text, as much of it as an output uses: declarations of `runtime.generated.ts` that are reachable.

import { EXPORTS, UNITS } from "./runtime.generated.ts";

/** Collects what an output uses of the runtime. */
export class RuntimeText {
  private readonly used = new Set<string>();

  /** The local name, in the output, of what the runtime exports as `name`. */
  use(name: string): string {
    const local = EXPORTS[name]!;
    this.add(local);
    return local;
  }

  private add(name: string): void {
    if (this.used.has(name)) return;
    this.used.add(name);
    for (const use of UNITS[name]!.uses) this.add(use);
  }

  /** Declarations, one a line, each after those it needs when it is evaluated. */
  text(): string {
    const lines = Object.entries(UNITS).filter(([name]) => this.used.has(name));
    return lines.map(([, { text }]) => `${text}\n`).join("");
  }
}
