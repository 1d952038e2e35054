// codegen/: validated modules to JavaScript source.
//
//   tree.ts            one source text for a module tree; prologue.ts what it declares first; copies.ts, stateless.ts,
//                      exports-shape.ts what its instances share
//   core-factory.ts    one factory function for a core module (ESTree; estree.ts makes nodes and prints them);
//                      core-context.ts what its functions need to know of it; lazy.ts functions made at their first call
//   boundary.ts        functions at the border to JavaScript
//   function-text.ts   the text of a function, from its bytes; twins.ts the second copy of one that calls itself
//   function-compiler.ts   a function body: control flow, by frames.ts; instructions.ts goes over them, short.ts has the
//                      most frequent ones; addresses.ts, bases.ts, indices.ts what is known of addresses; quotients.ts of
//                      divisions; high-product.ts half of a 64-bit product
//   typed-arguments.ts what V8 is told of arguments and results; float-bits.ts the bits of float32 values
//   accessors.ts       functions that access memory, for code that is not optimised yet
//   nodes.ts, builder.ts   variables and expressions; the operand stack of pending ones, statements
//   outline.ts, lists.ts, structure.ts, liveness.ts, usage.ts, regions.ts   what splits functions that are too large for V8
//   lower-*.ts         what each instruction becomes, as tables (lower-views.ts: accesses to memory for a JIT); meter.ts what lets code be stopped
//   optimizations.ts   what can be switched off
//   operations.ts, ir.ts, print.ts   the IR: its table of operations, its storage, its printer; size.ts its size
//   target.ts          the forms of operations for engines with a JIT and without

export type { FunctionNames } from "./core-context.ts";
export { OPTIMIZATIONS, type Optimizations, parseOptimizations } from "./optimizations.ts";
export type { TargetName } from "./target.ts";
export { type GeneratedSource, type GenerateOptions, generateTree } from "./tree.ts";
