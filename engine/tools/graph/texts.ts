// Names as they are shown: short, and harmless in the markup around them.

const LONGEST = 30;

/** Cut in the middle, where names of one origin are alike at both ends. */
export function shortened(text: string, longest = LONGEST): string {
  const characters = [...text];
  if (characters.length <= longest) return text;
  const half = Math.floor((longest - 1) / 2);
  return `${characters.slice(0, half).join("")}…${characters.slice(-half).join("")}`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text for XML, HTML and Graphviz's labels: what is no character there is shown as one that is. */
export const escaped = (text: string): string =>
  text
    .replace(
      /[\u0000-\u001f\u007f-\u009f\ud800-\udfff\ufffe\uffff]/g,
      (character, at: number, whole: string) => (isPair(whole, at) ? character : "�"),
    )
    .replace(/[&<>"']/g, (character) => ENTITIES[character]!);

/** Whether half of a surrogate pair has its other half. */
function isPair(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  const high = (c: number) => c >= 0xd800 && c < 0xdc00;
  const low = (c: number) => c >= 0xdc00 && c < 0xe000;
  return high(code) ? low(text.charCodeAt(at + 1)) : low(code) && high(text.charCodeAt(at - 1));
}

/** `1 instance`, `3 instances`. */
export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

/** Bytes for people. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
