// Versions in names: `libc@1.4.2`. By semantic versioning a library can stand in for another of its major version that is
// not newer than itself; below 1.0.0, minor versions count as major ones.

export interface Version {
  /** The name without its version. */
  readonly name: string;
  /** Major, minor and patch; what is not written is 0. */
  readonly numbers: readonly [major: number, minor: number, patch: number];
}

const VERSIONED = /^(.+)@(\d+)(?:\.(\d+))?(?:\.(\d+))?$/;

/** The name and version in a name, if there is a version. */
export function parseVersion(text: string): Version | undefined {
  const found = VERSIONED.exec(text);
  if (found === null) return undefined;
  const [, name, ...numbers] = found;
  return { name: name!, numbers: numbers.map((part) => Number(part ?? 0)) as [number, number, number] };
}

const compare = ({ numbers: a }: Version, { numbers: b }: Version): number =>
  a[0] - b[0] || a[1] - b[1] || a[2] - b[2];

/** Whether `given` can stand where `wanted` is asked for. */
function fits(given: Version, wanted: Version): boolean {
  const [major, minor] = wanted.numbers;
  const same = given.numbers[0] === major && (major > 0 || given.numbers[1] === minor);
  return same && compare(given, wanted) >= 0;
}

/** What among some names can stand for a name with a version. */
export interface VersionChoice {
  /** The newest that fits. */
  readonly best: string | undefined;
  /** Those of the same name that do not fit. */
  readonly others: readonly string[];
}

/** Finds the newest of `names` that can be used where `wanted` is asked for; `undefined` if `wanted` has no version. */
export function bestVersion(wanted: string, names: Iterable<string>): VersionChoice | undefined {
  const version = parseVersion(wanted);
  if (version === undefined) return undefined;
  const others: string[] = [];
  let best: { text: string; version: Version } | undefined;
  for (const text of names) {
    const given = parseVersion(text);
    if (given === undefined || given.name !== version.name) continue;
    if (!fits(given, version)) others.push(text);
    else if (best === undefined || compare(given, best.version) > 0) best = { text, version: given };
  }
  return { best: best?.text, others };
}
