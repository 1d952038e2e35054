// Errors of this room.

export const badMaxSize = (found: unknown): TypeError =>
  new TypeError(`Option maxSize: expected a number of bytes, found ${String(found)}`);
