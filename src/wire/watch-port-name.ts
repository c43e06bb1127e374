/** Name of the watcher's port; it proves nothing. Apart from watch-port.ts: the background needs no schema to start. */
export const watchPortName = "watch";
