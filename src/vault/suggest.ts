/** What the address bar offers behind our word. */
import { shownText } from "../core/shown.ts";
import { search } from "./search.ts";
import { isOpen, use, type Vault } from "./vault.ts";

/** Offers at most; longer questions (UTF-16 units) are cut. */
const most = { offers: 6, question: 500 } as const;

/** The best matches by title, as one line each that looks like no other (src/core/shown.ts); null while locked. */
export async function suggest(
  vault: Vault,
  text: string,
): Promise<{ id: string; title: string }[] | null> {
  if (!(await isOpen(vault))) return null;
  const opened = await use(vault);
  const asked = {
    text: text.slice(0, most.question),
    tabId: null,
    where: "items",
    kind: null,
    tag: null,
    favourite: false,
    offset: 0,
    limit: most.offers,
  } as const;
  const { rows } = search(vault, opened, asked, () => false);
  return rows.map(({ id, title }) => ({ id, title: shownText(title) }));
}
