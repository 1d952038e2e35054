// What a text of JavaScript can reach: its free names, the properties it names, the strings it contains, the forms it uses.
// Parsed with acorn; the scopes are those of the language.

import { type AnyNode, type Comment, type Node, type Pattern, parse } from "acorn";

export interface Audit {
  /** Names that nothing in the text declares. */
  readonly free: ReadonlySet<string>;
  /** Names that it declares, labels included. */
  readonly declared: ReadonlySet<string>;
  /** Names after a dot, and of members of objects and classes, where they are not computed. */
  readonly properties: ReadonlySet<string>;
  /** Values of string literals, directives left out. */
  readonly strings: ReadonlySet<string>;
  /** Types of syntax nodes. */
  readonly forms: ReadonlySet<string>;
  readonly comments: readonly string[];
}

/** Audits the body of a function, a script or, as `module`, an ES module. */
export function audit(text: string, sourceType: "script" | "module" = "script"): Audit {
  const comments: Comment[] = [];
  const program = parse(text, {
    ecmaVersion: 2023,
    sourceType,
    allowReturnOutsideFunction: true,
    onComment: comments,
  });
  const auditor = new Auditor();
  auditor.scope(program, [], "function");
  return { ...auditor, comments: comments.map(({ value }) => value) };
}

type Scopes = readonly ReadonlySet<string>[];

const isNode = (value: unknown): value is AnyNode =>
  typeof value === "object" && value !== null && typeof (value as Node).type === "string";

const isFunction = ({ type }: AnyNode) =>
  type === "FunctionDeclaration" || type === "FunctionExpression" || type === "ArrowFunctionExpression";

/** What has lexical declarations of its own. */
const BLOCKS = new Set([
  "BlockStatement",
  "ForStatement",
  "ForInStatement",
  "ForOfStatement",
  "SwitchStatement",
  "CatchClause",
  "StaticBlock",
  "ClassExpression",
]);

function childrenOf(node: AnyNode): [key: string, child: AnyNode][] {
  return Object.entries(node).flatMap(([key, value]) =>
    (Array.isArray(value) ? value : [value]).filter(isNode).map((child): [string, AnyNode] => [key, child]),
  );
}

/** Names that a pattern binds. */
function* boundBy(pattern: Pattern | AnyNode | null): Generator<string> {
  if (pattern === null) return;
  if (pattern.type === "Identifier") yield pattern.name;
  else if (pattern.type === "ObjectPattern")
    for (const item of pattern.properties) yield* boundBy(item.type === "RestElement" ? item : item.value);
  else if (pattern.type === "ArrayPattern") for (const item of pattern.elements) yield* boundBy(item);
  else if (pattern.type === "AssignmentPattern") yield* boundBy(pattern.left);
  else if (pattern.type === "RestElement") yield* boundBy(pattern.argument);
}

class Auditor {
  readonly free = new Set<string>();
  readonly declared = new Set<string>();
  readonly properties = new Set<string>();
  readonly strings = new Set<string>();
  readonly forms = new Set<string>();

  /** Enters a node that declares names: those of the whole function, or of the block. */
  scope(node: AnyNode, outer: Scopes, kind: "function" | "block"): void {
    const names = new Set<string>();
    const own = node as { params?: Pattern[]; id?: AnyNode | null; param?: Pattern | null; type: string };
    for (const param of own.params ?? []) for (const name of boundBy(param)) names.add(name);
    if (own.id && own.type.endsWith("Expression")) for (const name of boundBy(own.id)) names.add(name);
    if (own.param) for (const name of boundBy(own.param)) names.add(name);
    if (kind === "function" && own.type === "FunctionDeclaration") names.add("arguments");
    for (const [, child] of childrenOf(node)) this.declarations(child, names, kind === "function");
    for (const name of names) this.declared.add(name);
    this.inside(node, [...outer, names]);
  }

  /** Collects what a statement declares: `var` from anywhere in the function, the rest from the block itself. */
  private declarations(node: AnyNode, names: Set<string>, functionLevel: boolean, nested = false): void {
    if (node.type === "FunctionDeclaration" || node.type === "ClassDeclaration") {
      if (!nested && node.id) names.add(node.id.name);
      return;
    }
    if (isFunction(node)) return;
    if (node.type === "VariableDeclaration" && (node.kind === "var" ? functionLevel : !nested))
      for (const { id } of node.declarations) for (const name of boundBy(id)) names.add(name);
    if (node.type === "ImportDeclaration") for (const { local } of node.specifiers) names.add(local.name);
    const inner = nested || BLOCKS.has(node.type);
    if (inner && !functionLevel) return;
    // The body of a function is a block that shares the function's scope as far as this matters.
    for (const [, child] of childrenOf(node)) this.declarations(child, names, functionLevel, inner);
  }

  private inside(node: AnyNode, scopes: Scopes): void {
    this.forms.add(node.type);
    for (const [key, child] of childrenOf(node)) this.visit(child, scopes, node, key);
  }

  private visit(node: AnyNode, scopes: Scopes, parent: AnyNode, key: string): void {
    if (node.type === "Identifier") this.identifier(node.name, scopes, parent, key);
    else if (node.type === "PrivateIdentifier") this.declared.add(`#${node.name}`);
    else if (node.type === "Literal") this.literal(node, parent);
    else if (node.type === "MetaProperty") this.forms.add(`${node.meta.name}.${node.property.name}`);
    else if (isFunction(node)) this.scope(node, scopes, "function");
    else if (BLOCKS.has(node.type)) this.scope(node, scopes, "block");
    else this.inside(node, scopes);
  }

  private literal(node: AnyNode & { type: "Literal" }, parent: AnyNode): void {
    const directive = parent.type === "ExpressionStatement" && parent.directive !== undefined;
    if (typeof node.value === "string" && !directive) this.strings.add(node.value);
    if (node.regex) this.forms.add("RegExp");
    this.forms.add("Literal");
  }

  private identifier(name: string, scopes: Scopes, parent: AnyNode, key: string): void {
    const { type } = parent;
    const computed = (parent as { computed?: boolean }).computed === true;
    if (key === "label") this.declared.add(name);
    else if (type === "MemberExpression" && key === "property" && !computed) this.properties.add(name);
    else if (/^(Property|MethodDefinition|PropertyDefinition)$/.test(type) && key === "key" && !computed)
      this.properties.add(name);
    else if (/Specifier$/.test(type)) return;
    else if (!scopes.some((names) => names.has(name))) this.free.add(name);
  }
}
