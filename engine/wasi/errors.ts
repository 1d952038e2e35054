// The errors of this room, one factory each.

const wasiError = (code: string, message: string) => Object.assign(new Error(message), { code });

export const noMemoryYet = () =>
  wasiError(
    "wasi-too-early",
    "WASI was called before there was an instance: a start function cannot use it, as the memory is not known yet",
  );

export const noMemory = () =>
  wasiError(
    "wasi-no-memory",
    'WASI reads and writes the memory that the module exports as "memory", and it exports none: export the memory of the ' +
      "program that uses WASI under that name",
  );

export const noStart = () =>
  wasiError("wasi-no-start", 'the module exports no function "_start", as WASI commands do');
