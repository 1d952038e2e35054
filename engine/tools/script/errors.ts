// What can be wrong with a script or with the way it is run; failures of assertions are results, not errors.

/** Thrown inside one command to say that it did not hold; the runner turns it into a result. */
export class Failure extends Error {}

/** Thrown inside one command that cannot be run here, under the name of the feature it needs. */
export class Skip extends Error {
  readonly feature: string;
  constructor(feature: string) {
    super(`needs ${feature}`);
    this.feature = feature;
  }
}

export const badScript = (what: string) => new Error(`not a test script: ${what}`);
export const noModule = (name: string | undefined) =>
  new Failure(name === undefined ? "there is no current instance" : `there is no instance ${name}`);
export const noExport = (field: string, kind: string) =>
  new Failure(`no exported ${kind} ${JSON.stringify(field)}`);
export const unknownCommand = (type: string) => new Failure(`unknown command ${type}`);
export const shouldHave = (what: string, instead: string) => new Failure(`should have ${what}: ${instead}`);
export const wrongMessage = (expected: string, found: string) =>
  new Failure(`expected the message ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`);
export const wrongResult = (expected: string, found: string) =>
  new Failure(`expected ${expected}, found ${found}`);
