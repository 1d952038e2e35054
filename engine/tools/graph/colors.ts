// The colours of a picture: dark on light. Each module has a hue of its own, which its instances share.

/** Neighbours in the list are far apart on the circle, and the golden angle never repeats. */
const GOLDEN_ANGLE = 137.508;
const FIRST_HUE = 205;

const hue = (module: number) => (FIRST_HUE + module * GOLDEN_ANGLE) % 360;

/** `#rrggbb` of a hue, saturation and lightness in percent. */
function rgb(h: number, s: number, l: number): string {
  const channel = (n: number) => {
    const k = (n + h / 30) % 12;
    const value =
      l / 100 - (s / 100) * Math.min(l / 100, 1 - l / 100) * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return Math.round(value * 255)
      .toString(16)
      .padStart(2, "0");
  };
  return `#${channel(0)}${channel(8)}${channel(4)}`;
}

/** The fill of a module's heads, light enough for dark text. */
export const fillOf = (module: number): string => rgb(hue(module), 62, 84);
/** The line around them. */
export const lineOf = (module: number): string => rgb(hue(module), 45, 48);

export const INK = "#1f2733";
export const QUIET = "#6b7686";
export const PAPER = "#ffffff";
export const FRAME = "#c9d1dc";
export const INSIDE = "#f6f8fb";
export const OUTSIDE = "#eef1f5";

/** Lines by what they hand over. */
export const EDGES = {
  instance: { color: "#3f5f94", width: 1.8, label: "a whole instance" },
  func: { color: "#8a97a8", width: 1.1, label: "a function" },
  state: { color: "#d9731a", width: 1.8, label: "a memory, table, global or tag: shared state" },
} as const;
