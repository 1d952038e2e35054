// The JS API objects of store objects: one each, made when JavaScript first sees it (JS API, "object caches").

import { attach } from "./slots.ts";

/** A store object: `host` is its JS API object, once there is one. */
export interface Faced {
  host: object | null;
}

/** The JS API object of a store object; a new one has the prototype `prototype`. */
export function faceOf(prototype: object, content: Faced): object {
  if (content.host === null) {
    content.host = Object.create(prototype) as object;
    attach(content.host, content);
  }
  return content.host;
}

/** Makes an object that a constructor has just made the face of a store object. */
export function giveFace(face: object, content: Faced): void {
  content.host = face;
  attach(face, content);
}

/** Most pages that a memory and elements that a table may have. */
export interface StoreLimits {
  readonly pages: number;
  readonly elements: number;
}
