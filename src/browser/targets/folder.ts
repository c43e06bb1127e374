/**
 * A folder of this computer that the user picked (File System Access). What is written lies beside the file, kept by the
 * browser, until it is closed: till then the file is empty, and the rotation takes an empty one for none.
 */
import { TargetFailure } from "../../core/target/problem.ts";
import type { Target } from "../../vault/target-port.ts";
import { mostNames, type Under } from "./net.ts";

const slice = 2 ** 20;

/** What TypeScript's DOM does not know yet of a folder's handle. */
interface Permitted {
  queryPermission?(how: { mode: "readwrite" }): Promise<PermissionState>;
}

/** FOLDER where the browser wants to ask the user again before it lets us write. */
export async function folderTarget(
  folder: FileSystemDirectoryHandle & Permitted,
  under: Under,
): Promise<Target> {
  const state = await folder.queryPermission?.({ mode: "readwrite" });
  if (state !== undefined && state !== "granted") throw new TargetFailure("FOLDER");
  const told = <T>(work: () => Promise<T>): Promise<T> =>
    work().catch((thrown: unknown) => {
      under.signal.throwIfAborted();
      throw thrown instanceof TargetFailure ? thrown : new TargetFailure(problemOf(thrown));
    });
  const fileNamed = (name: string): Promise<FileSystemFileHandle | null> =>
    folder.getFileHandle(name).catch((thrown: unknown) => {
      if (nameOf(thrown) === "NotFoundError") return null;
      if (nameOf(thrown) === "TypeMismatchError") throw new TargetFailure("TAKEN");
      throw thrown;
    });
  const remove = (name: string) =>
    folder.removeEntry(name).catch((thrown: unknown) => {
      if (nameOf(thrown) !== "NotFoundError") throw thrown;
    });

  return {
    list: () =>
      told(async () => {
        const files = [];
        for await (const entry of folder.values()) {
          under.signal.throwIfAborted();
          if (entry.kind !== "file") continue;
          const size = await entry.getFile().then(
            (file) => file.size,
            () => null,
          );
          // Gone, or not to be read, since it was named: not ours to count.
          if (size !== null) files.push({ name: entry.name, bytes: size });
          if (files.length > mostNames) throw new TargetFailure("CROWDED");
        }
        return files;
      }),
    read: (name, most) =>
      told(async () => {
        const file = await (await fileNamed(name))?.getFile();
        if (file === undefined) return null;
        if (file.size > most) throw new TargetFailure("TOO_LARGE");
        return new Uint8Array(await file.arrayBuffer());
      }),
    write: (name, bytes) =>
      told(async () => {
        if ((await fileNamed(name)) !== null) throw new TargetFailure("TAKEN");
        // Made empty at once, and no backup until it is closed.
        const file = await folder.getFileHandle(name, { create: true });
        try {
          await fill(file, bytes, under);
        } catch (thrown) {
          await remove(name).catch(() => undefined);
          throw thrown;
        }
      }),
    remove: (name) => told(() => remove(name)),
  };
}

async function fill(
  file: FileSystemFileHandle,
  bytes: Uint8Array<ArrayBuffer>,
  { signal, pace }: Under,
): Promise<void> {
  const stream = await file.createWritable();
  try {
    for (let at = 0; at < bytes.length; at += slice) {
      signal.throwIfAborted();
      await stream.write(bytes.subarray(at, at + slice));
      pace(Math.min(1, (at + slice) / bytes.length));
    }
    await stream.close();
  } catch (thrown) {
    await stream.abort().catch(() => undefined);
    throw thrown;
  }
}

const nameOf = (thrown: unknown) =>
  typeof thrown === "object" && thrown !== null && "name" in thrown ? thrown.name : "";

function problemOf(thrown: unknown): ConstructorParameters<typeof TargetFailure>[0] {
  switch (nameOf(thrown)) {
    case "NotAllowedError":
    case "SecurityError":
      return "FOLDER";
    case "NotFoundError":
      return "NOT_THERE";
    case "QuotaExceededError":
      return "FULL";
    case "NoModificationAllowedError":
    case "InvalidModificationError":
      return "TAKEN";
    default:
      return "ODD";
  }
}
