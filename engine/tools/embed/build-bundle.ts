// The last step of `npm run build`: writes dist/bundle.

import { readFileSync } from "node:fs";
import { bundlePackage, type Manifest } from "./bundle-package.ts";

await bundlePackage(JSON.parse(readFileSync("package.json", "utf8")) as Manifest);
