// What the host's own WebAssembly lacks, found out by validating a probe module for each feature.

const HEADER = "0061736d01000000";
/** One function of type () → (). */
const FUNCTION = `${HEADER}01040160000003020100`;

/** In hexadecimal; each is valid exactly where the feature is. */
const PROBES: Readonly<Record<string, string>> = {
  "multi-memory": `${HEADER}05050200000000`,
  "tail-call": `${FUNCTION}0a0601040012000b`,
  "extended-const": `${HEADER}0609017f00410041006a0b`,
  exceptions: `${FUNCTION}0a080106001f40000b0b`,
  "legacy-exceptions": `${FUNCTION}0a0701050006400b0b`,
};

const bytesOf = (hex: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(hex, "hex"));

/** Names of the features that the host's WebAssembly does not have. */
export function missingOnPlatform(): ReadonlySet<string> {
  const lacks = ([, hex]: [string, string]) => !WebAssembly.validate(bytesOf(hex));
  return new Set(
    Object.entries(PROBES)
      .filter(lacks)
      .map(([name]) => name),
  );
}
