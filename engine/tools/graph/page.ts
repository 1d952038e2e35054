// The picture as a page: pointing at an instance shows what it gets and gives, and pales the rest.

import { escaped } from "./texts.ts";

const STYLE = `
body { margin: 0; background: #fff; color: #1f2733; font: 14px Helvetica, Arial, sans-serif; }
svg { display: block; }
.node { cursor: pointer; }
svg.pointing .edge, svg.pointing .node { opacity: 0.15; }
svg.pointing .lit { opacity: 1; }
.edge, .node { transition: opacity 0.1s; }`;

/** Graphviz titles each line with the two it joins: \`i1:h->i2:i0\`. */
const SCRIPT = `
const svg = document.querySelector("svg");
const title = (element) => element.querySelector("title").textContent;
const nodes = new Map([...svg.querySelectorAll(".node")].map((node) => [title(node), node]));
const edges = [...svg.querySelectorAll(".edge")].map((edge) => {
  const [from, to] = title(edge).split("->").map((end) => end.split(":")[0]);
  return { edge, from, to };
});
const light = (name) => {
  for (const lit of svg.querySelectorAll(".lit")) lit.classList.remove("lit");
  svg.classList.toggle("pointing", name !== undefined);
  nodes.get(name)?.classList.add("lit");
  for (const { edge, from, to } of edges)
    if (from === name || to === name) for (const one of [edge, nodes.get(from), nodes.get(to)]) one?.classList.add("lit");
};
for (const [name, node] of nodes) {
  node.addEventListener("mouseenter", () => light(name));
  node.addEventListener("mouseleave", () => light(undefined));
}`;

/** An HTML page around a picture. */
export const pageOf = (title: string, picture: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escaped(title)}</title>
<style>${STYLE}
</style>
</head>
<body>
${picture}<script>${SCRIPT}
</script>
</body>
</html>
`;
