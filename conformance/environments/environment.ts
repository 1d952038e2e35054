// What a JavaScript environment is to the tests.

export interface Environment {
  readonly name: string;
  /** Code can be made of strings: the engine works, not only ahead-of-time output. */
  readonly evaluates: boolean;
  /** What is not installed here, if anything. */
  missing(): Promise<string | undefined>;
  /** Runs a script; the text it left in the global `outcome`, or words about why there is none. */
  run(program: string): Promise<string>;
  /** Ends processes that `run` left for the next one. */
  close?(): Promise<void>;
}
