/**
 * News from the background to our own pages. It says that something changed and nothing more;
 * a page asks again through the door.
 */
export type News =
  | "status"
  | "items"
  | "clip"
  | "clips"
  | "report"
  | "offers"
  | "sites"
  | "insert"
  | "server"
  | "targets";
export interface NewsMessage {
  cofferNews: News;
}
