// The three error classes of the JS API (5.9), made as the language makes its own: callable without `new`,
// `name` and `message` on the prototype, a `cause`.

export interface WasmErrorConstructor {
  new (message?: string, options?: ErrorOptions): Error;
  (message?: string, options?: ErrorOptions): Error;
  readonly prototype: Error;
}

function nativeError(name: string): WasmErrorConstructor {
  const errorClass = function (this: unknown, message?: string, options?: ErrorOptions): Error {
    const error = Reflect.construct(
      Error,
      message === undefined ? [] : [message, options],
      new.target ?? errorClass,
    );
    return error as Error;
  };
  Object.setPrototypeOf(errorClass, Error);
  Object.defineProperties(errorClass, {
    name: { value: name, configurable: true },
    length: { value: 1, configurable: true },
    prototype: { value: Object.create(Error.prototype), writable: false },
  });
  Object.defineProperties(errorClass.prototype, {
    constructor: { value: errorClass, writable: true, configurable: true },
    name: { value: name, writable: true, configurable: true },
    message: { value: "", writable: true, configurable: true },
  });
  return errorClass as unknown as WasmErrorConstructor;
}

export const CompileError = nativeError("CompileError");
export const LinkError = nativeError("LinkError");
export const RuntimeError = nativeError("RuntimeError");
