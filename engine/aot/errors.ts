// The errors of ahead-of-time compilation and of serialized modules.

const aotError = (code: string, message: string, details: object = {}) =>
  Object.assign(new TypeError(message), { code, ...details });

export const badOption = (name: string, expected: string, found: unknown) =>
  aotError(
    "bad-option",
    `compileToModule: option "${name}" must be ${expected}, found ${JSON.stringify(found)}`,
  );

export const importsSomething = (path: string) =>
  aotError(
    "imports-something",
    `compileToModule: only a module without imports can export its instance; this one imports ${path}`,
    { path },
  );

export const noRuntimeInScript = () =>
  aotError(
    "no-runtime-in-script",
    'compileToModule: output of format "iife" has nothing to import a runtime with',
  );

export const notSerializable = (why: string) => aotError("not-serializable", `serialize: ${why}`);

export const notSerialized = () =>
  aotError("not-serialized", "deserialize: these bytes are no serialized module");

export const otherVersion = (found: string, expected: string) =>
  aotError(
    "other-version",
    `deserialize: the module was serialized by version ${found}, this is ${expected}`,
    {
      found,
      expected,
    },
  );

export const tampered = () =>
  aotError("tampered", "deserialize: the content of the serialized module was changed");
