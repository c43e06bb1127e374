/** Folders of this computer (File System Access), where the browser has them. Each function needs a click. */
import { TargetFailure } from "../../core/target/problem.ts";
import { keepFolder, keptFolder } from "../../wire/folders.ts";

interface Picker {
  showDirectoryPicker?: (how: {
    mode: "readwrite";
    id: string;
  }) => Promise<FileSystemDirectoryHandle>;
}
interface Permitted extends FileSystemDirectoryHandle {
  requestPermission?: (how: { mode: "readwrite" }) => Promise<PermissionState>;
}

/** Whether this browser can let the user pick one. */
export function hasFolders(): boolean {
  return typeof (globalThis as Picker).showDirectoryPicker === "function";
}

/** Lets the user pick a folder; its name, or null where the user did not. It is kept under this id. */
export async function pickFolder(id: string): Promise<string | null> {
  try {
    const folder = await (globalThis as Picker).showDirectoryPicker?.({
      mode: "readwrite",
      id: "coffer",
    });
    if (folder === undefined) return null;
    await keepFolder(id, folder);
    return folder.name;
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === "AbortError") return null;
    throw new TargetFailure("FOLDER");
  }
}

/** Asks the user again for a folder that is known, or lets another be picked where it is not. */
export async function allowFolder(id: string): Promise<boolean> {
  const folder: Permitted | null = await keptFolder(id);
  if (folder === null) return (await pickFolder(id)) !== null;
  return (await folder.requestPermission?.({ mode: "readwrite" })) === "granted";
}

/** The name of a folder, "" where it is not known any more. */
export async function folderName(id: string): Promise<string> {
  return (await keptFolder(id))?.name ?? "";
}
