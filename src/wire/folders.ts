/**
 * Folders that the user picked, kept by the browser: a handle can be neither a message nor part of a sealed record, so
 * the window that asked for it and the background that writes meet in a database of its own. It holds the name of the
 * folder and where it is, of this device.
 */

const database = "coffer-folders";
const store = "folders";

function open(): Promise<IDBDatabase> {
  return new Promise((done, fail) => {
    const request = indexedDB.open(database, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(store);
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error ?? new Error("IndexedDB"));
  });
}

async function act<T>(
  mode: IDBTransactionMode,
  work: (folders: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const opened = await open();
  try {
    return await new Promise<T>((done, fail) => {
      const transaction = opened.transaction(store, mode, { durability: "strict" });
      const request = work(transaction.objectStore(store));
      transaction.oncomplete = () => done(request.result);
      transaction.onabort = () => fail(transaction.error ?? new Error("IndexedDB"));
    });
  } finally {
    opened.close();
  }
}

/** Keeps a folder under the id of its target. */
export async function keepFolder(id: string, folder: FileSystemDirectoryHandle): Promise<void> {
  await act("readwrite", (folders) => folders.put(folder, id));
}

/** Null where there is none of this id. */
export async function keptFolder(id: string): Promise<FileSystemDirectoryHandle | null> {
  return (
    (await act(
      "readonly",
      (folders) => folders.get(id) as IDBRequest<FileSystemDirectoryHandle>,
    )) ?? null
  );
}

/** Forgets it; harmless where it is not there. What lies in the folder stays. */
export async function dropFolder(id: string): Promise<void> {
  await act("readwrite", (folders) => folders.delete(id));
}
