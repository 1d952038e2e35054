// What the generated source stands in: the runtime (its text, or its import), the support object, the classes.

import { MAX_ALLOCATED_PAGES, MAX_TABLE_SIZE } from "../../compiler/base/index.ts";
import type { ExternKind } from "../../compiler/model/index.ts";
import type { ValidModule } from "../../compiler/validate/index.ts";
import type { Step } from "../plan/index.ts";
import { customsOf, type Product } from "./product.ts";
import { RuntimeText } from "./runtime-text.ts";
import { exportKinds, importKinds } from "./used-kinds.ts";

/** Marks a call as one that a bundler may drop if its result is not used. */
export const PURE = "/* @__PURE__ */";

/** An export: its name, and an expression that is evaluated when the output is loaded. */
export type NamedExpression = readonly [name: string, expression: string];

export interface Surroundings {
  /** Statements that come first. */
  readonly text: string;
  /** What comes before and after the four parts of a recipe, to make an expression whose value is an `Output`. */
  readonly call: readonly [before: string, after: string];
  /** The decoder of base64. */
  readonly decode: string;
  /** Classes that users of the output need. */
  readonly exports: readonly NamedExpression[];
}

/** Kinds whose values have classes, and the makers of these. */
const CLASSES: readonly (readonly [kind: ExternKind, name: string, maker: string, limits: string])[] = [
  ["memory", "Memory", "memoryClass", `{pages:${MAX_ALLOCATED_PAGES}}`],
  ["table", "Table", "tableClass", `{elements:${MAX_TABLE_SIZE}}`],
  ["global", "Global", "globalClass", ""],
  ["tag", "Tag", "tagClass", ""],
];

/** Members of the support object: a module that comes as an import may need any. */
const MEMBERS = [
  "Func",
  "Memory",
  "Table",
  "Global",
  "Tag",
  "Exception",
  "RuntimeError",
  "S",
  "F",
  "X",
  "hosted",
  "bare",
  "toFunc",
  "fromFunc",
  "pages",
  "elements",
  "M",
  "spent",
  "spend",
] as const;

interface Crossing {
  readonly imports: ReadonlySet<ExternKind>;
  /** Kinds that JavaScript can see. */
  readonly visible: ReadonlySet<ExternKind>;
  /** What the support object is to have. */
  readonly members: readonly string[];
  /** Exceptions that wasm throws can reach JavaScript. */
  readonly exceptions: boolean;
  /** Its own code counts. */
  readonly metered: boolean;
}

function crossingOf({ root, generated, metered }: Product): Crossing {
  const imports = importKinds(root.type);
  const members = imports.has("module") ? MEMBERS : generated.provided;
  const exceptions = members.includes("Exception");
  const tags: ExternKind[] = exceptions ? ["tag"] : [];
  const visible = new Set([...imports, ...exportKinds(root.type), ...tags]);
  return { imports, visible, members, exceptions, metered };
}

/** Names of the classes that the user of an output may need: to make what it imports, to tell what it throws. */
function classNames({ imports, visible, exceptions, metered }: Crossing): string[] {
  const names = CLASSES.filter(([kind]) => imports.has(kind)).map(([, name]) => name);
  if (visible.has("tag")) names.push("JSTag");
  if (exceptions) names.push("Exception");
  if (imports.size > 0) names.push("LinkError");
  if (metered) names.push("InterruptError", "meter");
  return [...names, "RuntimeError"];
}

/** Names of the classes that an output exports. */
export const exportedClasses = (product: Product): string[] => classNames(crossingOf(product));

/** The output contains what it uses of the runtime. */
export function carriedRuntime(product: Product): Surroundings {
  const runtime = new RuntimeText();
  const crossing = crossingOf(product);
  const classes = classesObject(crossing, runtime);
  const support = supportObject(crossing, runtime);
  const meter = meterText(crossing, runtime);
  const maker = definer(product);
  const define = runtime.use(maker);
  const passages = maker === "importingCore" ? `,${passagesText(crossing, runtime)}` : "";
  const call = [
    `${define}(${PURE}${runtime.use("recipeFrom")}(`,
    `),${support},$classes${passages})`,
  ] as const;
  const exports = classNames(crossing).map((name) => [name, classExpression(name, runtime)] as const);
  const decode = product.modules.some(hasBytes) ? runtime.use("decode64") : "";
  return { text: `${runtime.text()}${meter}const $classes=${classes};\n`, call, decode, exports };
}

/** What makes the output: for a core module alone, no plan need be executed. */
function definer({ plan, root: { type } }: Product): "importing" | "importingCore" | "core" | "standalone" {
  const steps = plan.modules.flatMap(({ steps }) => steps);
  const alone = steps.filter(({ op }) => op === "define").length === 1 && steps.every(isOfCore);
  if (type.imports.size > 0) return alone ? "importingCore" : "importing";
  return alone ? "core" : "standalone";
}

const isOfCore = (step: Step): boolean =>
  step.op === "define" ||
  ((step.op === "import" || step.op === "export") && step.kind !== "module" && step.kind !== "instance");

/** Ways in of the kinds that JavaScript can see; of others it has none. */
function passagesText({ visible }: Crossing, runtime: RuntimeText): string {
  const kinds = [...visible].filter((kind) => kind !== "module" && kind !== "instance").sort();
  return `{${kinds.map((kind) => `${kind}:${runtime.use(`${kind}Passage`)}`).join(",")}}`;
}

const hasBytes = (module: ValidModule) => module.def.data.length > 0 || customsOf(module).length > 0;

function classesObject({ visible, exceptions }: Crossing, runtime: RuntimeText): string {
  const members = CLASSES.filter(([kind]) => visible.has(kind)).map(
    ([, name, maker, limits]) => `${name}:${PURE}${runtime.use(maker)}(${limits})`,
  );
  if (exceptions) members.push(`Exception:${PURE}${runtime.use("exceptionClass")}()`);
  return `{${members.join(",")}}`;
}

/** What the code counts down: an imported module may, where the output's own does not. */
const meterText = ({ members, metered }: Crossing, runtime: RuntimeText): string =>
  metered || members.includes("M") ? `const $meter=${PURE}${runtime.use("createMeter")}();\n` : "";

const METER: Readonly<Record<string, string>> = { M: "cell", spent: "spent", spend: "spend" };

/** Members of the support object that are no declaration of the runtime's. */
const LIMITS: Readonly<Record<string, number>> = { pages: MAX_ALLOCATED_PAGES, elements: MAX_TABLE_SIZE };

function supportObject({ members, exceptions }: Crossing, runtime: RuntimeText): string {
  const texts = [...new Set([...members, "caught"])].map((name) => {
    if (name in LIMITS) return `${name}:${LIMITS[name]}`;
    if (name in METER) return `${name}:${PURE}(()=>$meter.${METER[name]})()`;
    if (name === "hosted") return `hosted:${runtime.use("inward")}`;
    if (name === "caught") return `caught:${caughtText(exceptions, runtime)}`;
    return `${name}:${runtime.use(name)}`;
  });
  return `{${texts.join(",")}}`;
}

/** An exception that JavaScript made has its object already. */
function caughtText(exceptions: boolean, runtime: RuntimeText): string {
  const face = exceptions ? `${runtime.use("faceOf")}($classes.Exception.prototype,x)` : "x.host";
  return `e=>${runtime.use("outward")}(e,x=>${face})`;
}

function classExpression(name: string, runtime: RuntimeText): string {
  if (name === "meter") return "$meter";
  if (name.endsWith("Error")) return runtime.use(name);
  if (name === "JSTag")
    return `${PURE}(()=>${runtime.use("faceOf")}($classes.Tag.prototype,${runtime.use("JS_TAG")}))()`;
  return `${PURE}(()=>$classes.${name})()`;
}

const METER_IMPORT = ["createMeter", "$createMeter"] as const;

/** The output takes the runtime from a module. */
export function importedRuntime(
  product: Product,
  bind: (names: readonly NamedExpression[]) => string,
): Surroundings {
  const { metered } = product;
  const exports = classNames(crossingOf(product)).map((name) => [name, `$${name}`] as const);
  const imports = exports.map((pair) => (pair[0] === "meter" ? METER_IMPORT : pair));
  return {
    text: `${bind([["defineModule", "$define"], ["decode64", "$decode"], ...imports])}${metered ? "const $meter=$createMeter();\n" : ""}`,
    call: ["$define(", metered ? ",$meter)" : ")"],
    decode: "$decode",
    exports,
  };
}
