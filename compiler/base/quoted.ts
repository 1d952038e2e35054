// Data as JavaScript, when it has strings of the module in it.

/**
 * JSON, in which nothing can end a script element or begin a comment of HTML, should the code be put into a page; nor is it
 * taken for a line break by what reads JavaScript as it was before 2019.
 */
export const quoted = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[<\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
