/** The offline reader, as it was built beside this extension. */
interface ReaderFile {
  name: string;
  /** 64 hex digits; null outside of a build: then the page of the release has it. */
  sha256: string | null;
  /** Whether it opens a backup with two parts of a code; until it does, their sheets do not name it. */
  takesParts: boolean;
}

/** Put here by wxt.config.ts; absent outside of a build. */
declare const COFFER_READER_SHA256: string | null | undefined;

/** What the emergency sheet says of the offline reader. */
export const readerFile: ReaderFile = {
  name: "coffer-reader.html",
  sha256: typeof COFFER_READER_SHA256 === "string" ? COFFER_READER_SHA256 : null,
  takesParts: false,
};
