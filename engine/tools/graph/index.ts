// graph/: pictures of a linked module. `deployment` instantiates it in thought and says who gets what from whom: plain data
// with names. `dot` writes the instances as a graph for Graphviz, `picture` sets the drawing beside the list of modules
// (`module-list`) and a legend, `page` makes that a page, `mermaid` writes a diagram as text; `colors` gives modules theirs.

export { type Deployment, deploymentOf } from "./deployment.ts";
export { dotOf } from "./dot.ts";
export { mermaidOf } from "./mermaid.ts";
export { pageOf } from "./page.ts";
export { pictureOf } from "./picture.ts";
