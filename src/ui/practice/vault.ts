import { call } from "../../wire/call.ts";
import { say } from "../../wire/words.ts";
import { person } from "./person.ts";

/** Whether the open vault has any identity to fill with. */
export async function hasIdentity(): Promise<boolean> {
  const found = await call("find", {
    text: "",
    tabId: null,
    where: "items",
    kind: "identity",
    tag: null,
    favourite: false,
    offset: 0,
    limit: 1,
  });
  return found.total > 0;
}

/** Saves it; answers its title. */
export async function makePerson(): Promise<string> {
  const item = await call("item.save", {
    draft: person(say("practice.personTitle")),
    password: null,
  });
  return item.title;
}
