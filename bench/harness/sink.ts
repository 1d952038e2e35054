// Where results go, so that no call that is timed can be optimised away.
export const sink: { value: unknown } = { value: undefined };
