/** Real S3-compatible storage (the package s3rver, its files in a folder) behind a gate that looks at signatures. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import S3rver from "s3rver";
import type { RemoteConfig } from "../../src/core/target/config.ts";
import { type Gate, startGate } from "./gate.ts";
import { wrongSignature } from "./signed.ts";

export interface S3Server {
  gate: Gate;
  config: Extract<RemoteConfig, { kind: "s3" }>;
  /** What the signature of each request was found to be: null for right. */
  signatures: (string | null)[];
  files(): { name: string; bytes: number }[];
  get(name: string): Buffer;
  close(): Promise<void>;
}

const bucket = "my-backups";
const prefix = "coffer/files/";
/** The one key that s3rver knows. */
const key = "S3RVER";

/** Starts it with one bucket. */
export async function startS3(): Promise<S3Server> {
  const directory = mkdtempSync(join(tmpdir(), "coffer-s3-"));
  const server = new S3rver({
    port: 0,
    address: "127.0.0.1",
    silent: true,
    directory,
    configureBuckets: [{ name: bucket, configs: [] }],
  });
  const { port } = await server.run();
  const gate = await startGate(port);
  const config = {
    kind: "s3",
    url: `${gate.origin}/`,
    region: "eu-central-1",
    bucket,
    prefix,
    inHost: false,
    keyId: key,
    secret: key,
  } as const;
  const signatures: S3Server["signatures"] = [];
  gate.deed = (passing) => {
    const wrong = wrongSignature(passing, key, key, config.region);
    signatures.push(wrong);
    if (wrong === null) return null;
    const body = `<?xml version="1.0"?><Error><Code>SignatureDoesNotMatch</Code><Message>${wrong}</Message></Error>`;
    return { status: 403, headers: { "content-type": "application/xml" }, body };
  };
  const folder = join(directory, bucket, prefix);
  const ending = "._S3rver_object";
  return {
    gate,
    config,
    signatures,
    files: () => {
      try {
        return readdirSync(folder)
          .filter((name) => name.endsWith(ending))
          .map((name) => ({
            name: name.slice(0, -ending.length),
            bytes: statSync(join(folder, name)).size,
          }));
      } catch {
        return [];
      }
    },
    get: (name) => readFileSync(join(folder, name + ending)),
    close: async () => {
      await gate.close();
      await server.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
