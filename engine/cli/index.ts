// cli/: the `mortise` command. `main` is the executable, `dispatch` finds the command (one file each in
// `commands/`), `command` reads its arguments, `options` the shared ones, `input` its files, `assembly` those that are texts,
// `help` makes the help.

export { dispatch } from "./dispatch.ts";
