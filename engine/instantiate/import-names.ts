// Reading an import by its name. The JS API says `Get`, which finds what every object inherits as well: with it a module that
// names `constructor` has Object, and by that Function. What comes from the language's own prototypes is no import here.

/** Names that lead to constructors and prototypes wherever they are inherited from. */
const LEADING = new Set(["constructor", "__proto__"]);

/** What all objects and functions inherit. */
const INHERITED = /* @__PURE__ */ new Set([
  ...Object.getOwnPropertyNames(Object.prototype),
  ...Object.getOwnPropertyNames(Object.getPrototypeOf(() => {})),
]);

/** The property of an import object, or of a value in it; `undefined` if it is there only because it is everywhere. */
export function importedProperty(object: object, name: string): unknown {
  const value: unknown = Reflect.get(object, name);
  if (value === undefined || !INHERITED.has(name)) return value;
  const holder = holderOf(object, name);
  if (holder === object) return value;
  return LEADING.has(name) || isOfTheLanguage(holder) ? undefined : value;
}

function holderOf(object: object, name: string): object | undefined {
  let holder: object | null = object;
  while (holder !== null && !Object.hasOwn(holder, name))
    holder = Object.getPrototypeOf(holder) as object | null;
  return holder ?? undefined;
}

/** Object.prototype and Function.prototype, of any realm: one inherits nothing, the other is a function. */
const isOfTheLanguage = (holder: object | undefined): boolean =>
  holder === undefined || typeof holder === "function" || Object.getPrototypeOf(holder) === null;
