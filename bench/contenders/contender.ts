// The one interface behind which all contenders stand.

/** What an instance exports, by name. */
export type Exports = Record<string, unknown>;

/** Makes an instance of compiled code; may be called again for another instance. */
export type Instantiate = (imports?: Record<string, Record<string, unknown>>) => Exports;

export interface Contender {
  readonly name: string;
  /** Of those that translate ahead of time: what `prepare` made of a module, as the body of a function. */
  output?(bytes: Uint8Array): string;
  /** Work that may use anything of the machine, done once by the parent process before the measuring. */
  prepare?(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Why it cannot run here; undefined if it can. */
  available(): Promise<string | undefined>;
  /** Compiles a module; throws what the contender throws for a module it cannot run. */
  compile(bytes: Uint8Array<ArrayBuffer>): Promise<Instantiate>;
}

/** An instance of bytes in one step. */
export async function instantiate(
  contender: Contender,
  bytes: Uint8Array<ArrayBuffer>,
  imports?: Record<string, Record<string, unknown>>,
): Promise<Exports> {
  return (await contender.compile(bytes))(imports);
}

/** Options of the compiler that an experiment adds, as JSON: optimisations switched off, for example. */
export const extraOptions: Record<string, unknown> = JSON.parse(process.env["MORTISE_OPTIONS"] ?? "{}");
