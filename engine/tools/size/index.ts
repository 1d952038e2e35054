// size/: where the bytes of a binary are. `sizes` counts them by module, section, function and data segment; `table` shows
// them to people.

export { type Sizes, type SizeRow, sizesOf } from "./sizes.ts";
export { sizeTable } from "./table.ts";
