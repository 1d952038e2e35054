// The version of Mortise. Outputs and serialized modules carry it; another version refuses them. A test of
// engine/aot/ holds it to package.json.

export const VERSION = "0.1.0";
