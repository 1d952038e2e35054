// A module's fields. Names of own definitions and nested modules are bound first, while the header is read in the order
// of the text; then the nested modules, and the aliases that the definitions need; last the definitions themselves,
// whose indices are then known.

import { MAX_MODULE_NESTING } from "../base/index.ts";
import type { ModuleDef, ModuleItem } from "../model/index.ts";
import { A, CUSTOM, DATA_COUNT, HINT, LPAR, NAME, RPAR, SECTION, STRING } from "./atoms.ts";
import { typeField } from "./compound.ts";
import type { Cursor } from "./cursor.ts";
import { customAnnotation, hintSection } from "./customs.ts";
import {
  exportField,
  funcField,
  globalField,
  isZeroLevel,
  memoryField,
  startField,
  tableField,
  tagField,
} from "./definitions.ts";
import { Draft } from "./draft.ts";
import { badAnnotation, importAfter, misplacedAnnotation, noExports, noFiles, tooDeep } from "./errors.ts";
import { recGroup } from "./gc-types.ts";
import { exportHead, type Head, hasPart, isInlineImport, readHead, reserveOwn } from "./heads.ts";
import {
  aliasField,
  importField,
  inlineImport,
  instanceField,
  invertedAliasField,
  isInvertedAlias,
} from "./imports.ts";
import { index, inlineAlias, typeIndex } from "./indices.ts";
import { type Encoding, ModuleScope, type NestedModule, type TypeScope } from "./scope.ts";
import { dataField, elemField } from "./segments.ts";
import { instanceExports } from "./shapes.ts";

const TYPE = A["type"]!;
const REC = A["rec"]!;
const IMPORT = A["import"]!;
const EXPORT = A["export"]!;
const ALIAS = A["alias"]!;
const MODULE = A["module"]!;
const INSTANCE = A["instance"]!;
const ELEM = A["elem"]!;
const DATA = A["data"]!;
const FILE = A["file"]!;

/** Definitions that an import must not follow, and which take indices of their own. */
const OWN = {
  [A["func"]!]: { space: "func", read: funcField },
  [A["table"]!]: { space: "table", read: tableField },
  [A["memory"]!]: { space: "memory", read: memoryField },
  [A["global"]!]: { space: "global", read: globalField },
  [A["tag"]!]: { space: "tag", read: tagField },
} as const;

const LATER: Record<number, (draft: Draft, offset: number) => void> = {
  ...Object.fromEntries(Object.entries(OWN).map(([keyword, { read }]) => [keyword, read])),
  [EXPORT]: exportField,
  [A["start"]!]: startField,
  [ELEM]: elemField,
  [DATA]: dataField,
};

interface Field {
  readonly keyword: number;
  readonly token: number;
}

/** Gives the module that a text names by its file. */
export type ReadFile = (path: string) => ModuleDef;

/** What holds for a whole text. */
export interface Settings {
  readonly encoding: Encoding;
  readonly file?: ReadFile | undefined;
}

/** What reading a module takes, beside the cursor: fields lie between the cursor and token `end`. */
export interface ModuleOptions extends Settings {
  readonly id: string | undefined;
  /** The name of its own that an annotation gives. */
  readonly annotated?: string | undefined;
  readonly path: string;
  readonly parent?: TypeScope;
}

/**
 * Reads the fields of a module from the cursor to the token `end`.
 * @throws MortiseError of kind "text"
 */
export function moduleFields(
  cursor: Cursor,
  end: number,
  options: ModuleOptions,
): { def: ModuleDef; scope: ModuleScope } {
  const scope = new ModuleScope(options.parent, options.encoding, options.id);
  return { def: new ModuleReader(cursor, end, scope, options).read(), scope };
}

class ModuleReader {
  private readonly cursor: Cursor;
  private readonly end: number;
  private readonly scope: ModuleScope;
  private readonly options: ModuleOptions;
  private readonly draft: Draft;
  private readonly fields: Field[] = [];
  /** Fields to be read when all indices are known. */
  private readonly later: Field[] = [];
  private readonly nested: { token: number; start: number; head: Head; place: NestedModule }[] = [];
  private interleaved = false;
  private lastOwn: string | undefined;

  constructor(cursor: Cursor, end: number, scope: ModuleScope, options: ModuleOptions) {
    this.cursor = cursor;
    this.end = end;
    this.scope = scope;
    this.options = options;
    this.draft = new Draft(cursor, scope);
  }

  read(): ModuleDef {
    const { cursor, draft, options } = this;
    if (this.scope.nesting > MAX_MODULE_NESTING)
      throw tooDeep(cursor.source, cursor.offset, "modules", MAX_MODULE_NESTING);
    draft.names.module = this.nameAnnotations() ?? options.annotated ?? options.id;
    this.listFields();
    this.bindTypes();
    this.readHeader();
    this.readNested();
    this.addAliases();
    this.scope.settled = true;
    for (const { keyword, token } of this.later) this.readLater(keyword, token);
    cursor.pos = this.end;
    const hints = hintSection(draft);
    if (hints) draft.customs.push(hints);
    return draft.finish(options.path, this.interleaved);
  }

  private nameAnnotations(): string | undefined {
    const { cursor } = this;
    let name: string | undefined;
    while (cursor.take(NAME)) {
      if (name !== undefined) throw badAnnotation(cursor.source, cursor.offset, "name", "multiple module");
      name = cursor.name();
      cursor.close();
    }
    return name;
  }

  private listFields(): void {
    const { cursor, end, fields } = this;
    while (cursor.pos < end) {
      const { pos, kind } = cursor;
      if (kind === CUSTOM) this.draft.customs.push(customAnnotation(this.draft));
      else if (kind === DATA_COUNT) this.dataCount();
      else if (kind === SECTION) this.sectionBreak();
      else if (kind === NAME) throw misplacedAnnotation(cursor.source, cursor.offset, "name");
      else if (kind === HINT)
        throw badAnnotation(cursor.source, cursor.offset, "metadata.code.branch_hint", "not in a function");
      else {
        if (kind !== LPAR) throw cursor.unexpected("a module field");
        fields.push({ keyword: cursor.peek(1), token: pos });
        cursor.skipParen();
      }
    }
    const sugar = this.sugar(fields[0]?.token ?? end, end);
    this.interleaved =
      sugar.length > 0 || fields.some((field) => this.interleaves(field)) || this.explicitOrder();
  }

  /** `(@datacount)`: the section is there though no instruction needs it. */
  private dataCount(): void {
    this.cursor.pos++;
    this.cursor.close();
    this.scope.usesData = true;
  }

  /** `(@section)`: the imports after it have a section of their own. */
  private sectionBreak(): void {
    const { cursor } = this;
    this.fields.push({ keyword: SECTION, token: cursor.pos++ });
    cursor.close();
  }

  /**
   * Whether the header is written out in an order of its own: types after imports, where linking allows that and no
   * import leaves its type to be found.
   */
  private explicitOrder(): boolean {
    const { cursor, fields } = this;
    const imports = fields.filter(({ keyword }) => keyword === IMPORT);
    const last = fields.findLast(({ keyword }) => keyword === TYPE);
    if (last === undefined || imports.length === 0 || last.token < imports[0]!.token) return false;
    return (
      imports.every(({ token }) => saysItsType(cursor, token)) &&
      fields.some(({ keyword, token }) => isLinking(cursor, keyword, token))
    );
  }

  /** Whether a field makes the order of header items matter. */
  private interleaves({ keyword, token }: Field): boolean {
    if (keyword === ALIAS) return true;
    if (keyword === MODULE || keyword === INSTANCE) return !isInlineImport(this.cursor, token);
    if (keyword in OWN) return isInvertedAlias(this.cursor, token);
    return keyword === EXPORT && isZeroLevel(this.draft, token);
  }

  /** Inline aliases between two tokens. */
  private sugar(start: number, end: number): number[] {
    const all = this.cursor.tokens.sugar;
    return all.length === 0 ? [] : all.filter((token) => token >= start && token < end);
  }

  /** Names of types that later ones and their groups may refer to, where positions are indices. */
  private bindTypes(): void {
    const { cursor, scope } = this;
    const types = this.fields.filter(({ keyword }) => keyword === TYPE || keyword === REC);
    for (const { token } of this.fields) if (this.has64(token)) scope.memory64 = true;
    if (
      this.interleaved ||
      types.some(({ token }) => hasPart(cursor, token, MODULE) || hasPart(cursor, token, INSTANCE))
    )
      return;
    let count = 0;
    for (const { keyword, token } of types) {
      if (keyword === TYPE) this.bindType(token, count++);
      else
        for (let at = token + 2; cursor.kinds[at] === LPAR; at = cursor.closing(at) + 1)
          this.bindType(at, count++);
    }
  }

  /** Whether a memory, or an import, has 64-bit limits. */
  private has64(token: number): boolean {
    const { cursor } = this;
    const keyword = cursor.kinds[token + 1];
    if (keyword !== A["memory"] && keyword !== IMPORT) return false;
    for (let at = cursor.closing(token); at > token; at--)
      if (cursor.kinds[at] === A["i64"] && cursor.kinds[at + 1]! !== RPAR) return true;
    return false;
  }

  private bindType(token: number, index: number): void {
    const { cursor, scope } = this;
    cursor.pos = token + 2;
    const { offset } = cursor;
    scope.nameType(cursor, offset, cursor.id(), index);
  }

  /** Header items in the order of the text; all types first, unless they have to interleave. */
  private readHeader(): void {
    const isType = ({ keyword }: Field) => keyword === TYPE || keyword === REC;
    if (!this.interleaved) for (const field of this.fields) if (isType(field)) this.headerField(field);
    for (const field of this.fields) if (this.interleaved || !isType(field)) this.headerField(field);
  }

  private headerField(field: Field): void {
    const { cursor, draft } = this;
    const { keyword, token } = field;
    cursor.pos = token;
    const { offset } = cursor;
    cursor.pos += 2;
    if (keyword === TYPE) this.typeField(offset);
    else if (keyword === SECTION) draft.importSection++;
    else if (keyword === REC) recGroup(cursor, this.scope, offset, () => {});
    else if (keyword === IMPORT) {
      this.checkImport(offset);
      importField(draft, offset);
    } else if (keyword === ALIAS) aliasField(draft);
    else if (keyword === MODULE || keyword === INSTANCE) this.linkField(field, offset);
    else if (keyword in OWN) this.ownField(field, offset);
    else if (keyword === ELEM || keyword === DATA) this.reserve(keyword === ELEM ? "elem" : "data", field);
    else if (keyword in LATER) this.later.push(field);
    else {
      cursor.pos = token + 1;
      throw cursor.unexpected("a module field");
    }
  }

  private typeField(offset: number): void {
    const { cursor, draft, scope } = this;
    const { index, id } = typeField(cursor, scope, offset);
    cursor.close();
    if (id !== undefined) draft.names.types.set(index, id);
    const fields = scope.types.fields.get(index);
    if (fields && fields.size > 0)
      draft.names.fields.set(index, new Map([...fields].map(([name, at]) => [at, name])));
  }

  private checkImport(offset: number): void {
    if (this.lastOwn !== undefined) throw importAfter(this.cursor.source, offset, this.lastOwn);
  }

  private linkField({ keyword, token }: Field, offset: number): void {
    const { cursor, draft } = this;
    if (isInlineImport(cursor, token))
      inlineImport(draft, keyword === MODULE ? "module" : "instance", offset);
    else if (keyword === INSTANCE) instanceField(draft, offset);
    else if (isInvertedAlias(cursor, token)) invertedAliasField(draft, "module");
    else this.placeNested(token, offset);
  }

  /** Gives a nested module its index; it is read when the names around it are known. */
  private placeNested(token: number, offset: number): void {
    const { cursor, draft, scope } = this;
    const head = readHead(cursor);
    const item = { item: "module", offset, module: undefined as unknown as ModuleDef } satisfies ModuleItem;
    const place: NestedModule = { item, scope: undefined };
    scope.items.push(item);
    scope.modules.push({ from: "nested", nested: place });
    const found = scope.spaces.module.addHeader();
    scope.spaces.module.nameHeader(cursor, head.idOffset, head.id, found);
    draft.noteName("module", found, head.id);
    exportHead(draft, head, "module", found);
    this.nested.push({ token, start: cursor.pos, head, place });
  }

  private ownField(field: Field, offset: number): void {
    const { cursor, draft } = this;
    const { keyword, token } = field;
    const { space } = OWN[keyword as keyof typeof OWN]!;
    if (isInlineImport(cursor, token)) {
      this.checkImport(offset);
      inlineImport(draft, space, offset);
      return;
    }
    if (isInvertedAlias(cursor, token)) {
      invertedAliasField(draft, space);
      return;
    }
    this.lastOwn = space;
    this.reserve(space, field);
    if (space === "table" && hasPart(cursor, token, ELEM)) this.scope.spaces.elem.addOwn();
    if (space === "memory" && hasPart(cursor, token, DATA)) this.scope.spaces.data.addOwn();
  }

  private reserve(
    space: "func" | "table" | "memory" | "global" | "tag" | "elem" | "data",
    field: Field,
  ): void {
    reserveOwn(this.cursor, this.scope.spaces[space], field.token);
    this.later.push(field);
  }

  private readNested(): void {
    const { cursor, options, scope } = this;
    this.nested.forEach(({ token, start, head, place }, at) => {
      cursor.pos = start;
      const path = `${options.path}/module[${at}]`;
      if (cursor.at(FILE)) {
        place.item.module = { ...this.readFile(cursor.closing(token)), path };
        return;
      }
      const { encoding, file } = options;
      const { id, annotated } = head;
      const inner = moduleFields(cursor, cursor.closing(token), {
        encoding,
        file,
        id,
        annotated,
        path,
        parent: scope,
      });
      place.item.module = inner.def;
      place.scope = inner.scope;
    });
  }

  /** `(file "path")`, all there is of a nested module up to the token `end`. */
  private readFile(end: number): ModuleDef {
    const { cursor, options } = this;
    const { offset } = cursor;
    cursor.pos += 2;
    const path = cursor.name();
    cursor.close();
    if (cursor.pos !== end) throw cursor.unexpected("nothing beside (file …)");
    if (options.file === undefined) throw noFiles(cursor.source, offset, path);
    return options.file(path);
  }

  /** Aliases that definitions need, and zero-level exports, in the order of the text. */
  private addAliases(): void {
    const { cursor, draft } = this;
    if (!this.interleaved) return;
    for (const { keyword, token } of this.later) {
      for (const at of this.sugar(token, cursor.closing(token))) this.addAlias(at);
      if (keyword === EXPORT && isZeroLevel(draft, token)) this.zeroLevelExport(token);
    }
  }

  private addAlias(token: number): void {
    const { cursor, scope } = this;
    cursor.pos = token;
    const keyword = cursor.peek(1);
    if (keyword === TYPE) {
      cursor.pos += 2;
      typeIndex(cursor, scope);
    } else if (keyword === INSTANCE) inlineAlias(cursor, scope, "instance");
    else if (keyword === MODULE) inlineAlias(cursor, scope, "module");
    else inlineAlias(cursor, scope, OWN[keyword as keyof typeof OWN]!.space);
  }

  /** `(export $i)` or `(export (instance …))`: every export of an instance. */
  private zeroLevelExport(token: number): void {
    const { cursor, scope, draft } = this;
    cursor.pos = token;
    const { offset } = cursor;
    cursor.pos += 2;
    const plain = cursor.at(INSTANCE) && cursor.peek(3) === RPAR;
    if (plain) cursor.pos += 2;
    const instance = index(cursor, scope, "instance");
    if (plain) cursor.close();
    cursor.close();
    const exports = instanceExports(scope, instance);
    if (exports === undefined) throw noExports(cursor.source, offset, "this instance");
    for (const [name, { kind }] of exports)
      draft.addExport(offset, name, kind, scope.exportAlias(kind, instance, name, offset));
  }

  private readLater(keyword: number, token: number): void {
    const { cursor, draft } = this;
    if (keyword === EXPORT && isZeroLevel(draft, token)) return;
    cursor.pos = token;
    const { offset } = cursor;
    cursor.pos += 2;
    LATER[keyword]!(draft, offset);
  }
}

/** The token of an import's description. */
const descToken = (cursor: Cursor, token: number): number =>
  cursor.kinds[token + 3] === STRING ? token + 4 : token + 3;

/** Whether an import has no type, or refers to it by index or name. */
function saysItsType(cursor: Cursor, token: number): boolean {
  const desc = descToken(cursor, token);
  return !TYPED.has(cursor.kinds[desc + 1]!) || hasPart(cursor, desc, TYPE);
}

const TYPED = new Set([A["func"]!, A["tag"]!, MODULE, INSTANCE]);

/** Whether a type or import is one of linking. */
function isLinking(cursor: Cursor, keyword: number, token: number): boolean {
  if (keyword === TYPE) return hasPart(cursor, token, MODULE) || hasPart(cursor, token, INSTANCE);
  if (keyword !== IMPORT) return false;
  const desc = descToken(cursor, token);
  const kind = cursor.kinds[desc + 1];
  return desc === token + 3 || kind === MODULE || kind === INSTANCE;
}
