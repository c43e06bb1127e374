/**
 * All that `core` may use of the platform it runs on: a browser, a worker, Node.
 * What is not listed here is a type error in this room (ARCHITECTURE.md 2).
 */
declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(bytes: Uint8Array): string;
}
declare class URL {
  constructor(url: string, base?: string);
  readonly protocol: string;
  readonly origin: string;
  readonly host: string;
  readonly hostname: string;
  readonly port: string;
  readonly href: string;
  readonly username: string;
  readonly password: string;
  readonly pathname: string;
}
declare interface CryptoKey {
  readonly type: string;
  readonly extractable: boolean;
}
declare interface SubtleCrypto {
  digest(algorithm: string, data: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer>;
  importKey(
    format: "raw" | "pkcs8",
    key: Uint8Array<ArrayBuffer>,
    algorithm: string | { name: string; hash?: string },
    extractable: boolean,
    usages: string[],
  ): Promise<CryptoKey>;
  deriveBits(
    algorithm: {
      name: string;
      hash: string;
      salt: Uint8Array<ArrayBuffer>;
      info: Uint8Array<ArrayBuffer>;
    },
    key: CryptoKey,
    bits: number,
  ): Promise<ArrayBuffer>;
  deriveBits(
    algorithm: { name: "X25519"; public: CryptoKey },
    key: CryptoKey,
    bits: number,
  ): Promise<ArrayBuffer>;
  sign(algorithm: string, key: CryptoKey, data: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer>;
  verify(
    algorithm: string,
    key: CryptoKey,
    signature: Uint8Array<ArrayBuffer>,
    data: Uint8Array<ArrayBuffer>,
  ): Promise<boolean>;
  exportKey(format: "jwk", key: CryptoKey): Promise<{ x?: string }>;
}
declare const crypto: {
  readonly subtle: SubtleCrypto;
  getRandomValues<T extends Uint8Array<ArrayBuffer>>(bytes: T): T;
};
declare function btoa(text: string): string;
declare function atob(text: string): string;
declare namespace WebAssembly {
  interface Instance {
    readonly exports: Record<string, unknown>;
  }
  class Memory {
    readonly buffer: ArrayBuffer;
  }
  let instantiate: (module: unknown, imports?: unknown) => Promise<unknown>;
}
