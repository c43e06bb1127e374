/** Names of files, made harmless: a name comes from somebody's disk and goes to another's. */

/** Controls, and marks that turn the direction of writing: "exe.gnp" must not read as "png.exe" backwards. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
/** What a path or a Windows name can not hold. */
const reserved = /[/\\:*?"<>|]/g;
const devices = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/** How long a name may become, in UTF-16 units: below what every file system bears in bytes. */
const longest = 80;

/**
 * The name without path, controls, hidden marks and what Windows reserves; at most 80 units, its ending kept;
 * "file" where nothing is left.
 */
export function fileName(name: string): string {
  const plain = name
    .toWellFormed()
    .replaceAll(unseen, "")
    .replaceAll(reserved, "_")
    .trim()
    .replace(/^\.+/, "")
    .replace(/[. ]+$/, "")
    .trim()
    .replace(devices, "_$1");
  if (plain.length <= longest) return plain === "" ? "file" : plain;
  const ending = /\.[^.\s]{1,10}$/.exec(plain)?.[0] ?? "";
  return (
    plain
      .slice(0, longest - ending.length)
      .toWellFormed()
      .trim() + ending
  );
}
