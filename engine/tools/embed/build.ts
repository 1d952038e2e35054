// `npm run build:runtime`: writes text.generated.ts beside the helpers' sources.

import { readFileSync, writeFileSync } from "node:fs";
import { embedHelpers, HELPER_FILES } from "./embed.ts";

const root = process.argv[2] ?? "compiler/runtime";
const read = (name: string) => readFileSync(`${root}/${name}.ts`, "utf8");
writeFileSync(`${root}/text.generated.ts`, embedHelpers(HELPER_FILES.map(read)));
