/** What the vault needs of places for backup files; implemented in src/browser/targets and, for tests, in memory. */
import type { RemoteConfig } from "../core/target/config.ts";
import type { TargetFile } from "../core/target/rotation.ts";

/** How work on a target is watched and stopped. */
export interface Watch {
  /** Calls `hear` with the reason once it is to stop, at once where that was said already; the work then throws it. */
  onStop(hear: (why: Error) => void): void;
  /** Told how much of a file has gone or come, 0 to 1, where that can be known. */
  pace: (done: number) => void;
}

/**
 * A folder for backup files somewhere else (docs/TARGETS.md): of this computer, on WebDAV, in S3-compatible storage.
 * Each call throws a TargetFailure, or why it was stopped.
 */
export interface Target {
  list(): Promise<TargetFile[]>;
  /** Null where it is not there; TOO_LARGE above `most` bytes. */
  read(name: string, most: number): Promise<Uint8Array<ArrayBuffer> | null>;
  /**
   * A new file: TAKEN where one of this name is there. Under this name it is there as a whole or not at all, also where
   * this is cut off; what may be left is empty or has the name of `partName`.
   */
  write(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Harmless where it is not there. */
  remove(name: string): Promise<void>;
}

/** A folder that the user picked; the browser keeps it under this id, for this device. */
export interface FolderConfig {
  kind: "folder";
  id: string;
}

/** Reaches targets, and keeps the background awake while it does. */
export interface Targets {
  /** SITE or FOLDER where the browser does not let us. */
  reach<T>(
    config: RemoteConfig | FolderConfig,
    watch: Watch,
    work: (target: Target) => Promise<T>,
  ): Promise<T>;
}
