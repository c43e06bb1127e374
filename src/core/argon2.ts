/** Argon2id of hash-wasm, by itself: it is loaded where a key is derived, and not at every start (CONTRIBUTING.md). */
export { argon2id } from "hash-wasm";
