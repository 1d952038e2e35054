// The runtime knows value types only as numbers (model/types.ts names them); it imports no other room.

export type ValType = number;
