import { expect, test } from "vitest";
import { Failure } from "../../src/core/failure.ts";
import type { Draft } from "../../src/core/item.ts";
import { cofferWithVault, type Coffer, draftOf, password, save } from "./steps.ts";

type Answers = { key: string; value: string }[];
const withValues = (
  id: string,
  answers: Answers = [],
  more: { clipboard?: string; tabId?: number; password?: string } = {},
) => ({
  id,
  answers,
  clipboard: more.clipboard ?? null,
  tabId: more.tabId ?? null,
  password: more.password ?? null,
});

async function snippet(coffer: Coffer, title: string, body: string, format = "") {
  return save(coffer, draftOf("snippet", title, { body, format }));
}

async function textOf(coffer: Coffer, id: string, ...rest: [Answers?, object?]) {
  const made = await coffer.ask["snippet.text"](withValues(id, ...rest));
  return made.rendered?.text ?? made.problem;
}

const look = (coffer: Coffer, id: string, answers: Answers = []) =>
  coffer.ask["snippet.look"]({ id, body: null, answers });

/** A bank account under the alias "work", with a number that anybody may see and a code that asks each time. */
function bank(): Draft {
  const draft = draftOf("form", "Bank of Example");
  const field = { label: "", options: undefined, type: "text" as const, critical: false };
  const { options: _, ...plain } = field;
  return {
    ...draft,
    tags: ["@work"],
    fields: [
      { ...plain, id: "f1", key: "", label: "IBAN", value: "DE00 1234" },
      { ...plain, id: "f2", key: "", label: "Code", type: "hidden", critical: true, value: "7788" },
      { ...plain, id: "f3", key: "", label: "Sign-in word", type: "hidden", value: "open" },
    ],
  };
}

test("a template reads fields of items, by title and by alias", async () => {
  const coffer = await cofferWithVault();
  await save(coffer, bank(), password);
  const { id } = await snippet(
    coffer,
    "Pay",
    'To {{work.iban}} = {{vault("bank of example", "IBAN")}}',
  );
  expect(await textOf(coffer, id)).toBe("To DE00 1234 = DE00 1234");
});

test("a preview shows no hidden value, the text does", async () => {
  const coffer = await cofferWithVault();
  await save(coffer, bank(), password);
  const { id } = await snippet(coffer, "Word", "{{work.signInWord}} {{work.code}}");
  expect((await look(coffer, id)).preview?.text).toBe("•••••• ••••••");
  const { id: other } = await snippet(coffer, "Word alone", "{{work.signInWord}}");
  expect(await textOf(coffer, other)).toBe("open");
});

test("a critical field asks for the password, and only where the text needs it", async () => {
  const coffer = await cofferWithVault();
  await save(coffer, bank(), password);
  const body = '{{if ask.toggle("With code")}}{{work.code}}{{else}}none{{end}}';
  const { id } = await snippet(coffer, "Code", body);
  const yes = [{ key: "toggle With code", value: "true" }];
  expect(await textOf(coffer, id)).toBe("none");
  await expect(textOf(coffer, id, yes)).rejects.toEqual(new Failure("STEP_UP"));
  await expect(textOf(coffer, id, yes, { password: "wrong" })).rejects.toEqual(
    new Failure("WRONG_SECRET"),
  );
  expect(await textOf(coffer, id, yes, { password })).toBe("7788");
});

test("what is not there, or there twice, is named and pointed at", async () => {
  const coffer = await cofferWithVault();
  await save(coffer, bank(), password);
  await save(coffer, draftOf("login", "Twin", { username: "a" }));
  await save(coffer, draftOf("login", "twin", { username: "b" }));
  const problems: Record<string, string> = {
    "a {{nobody.name}}": "NO_ITEM nobody 1:5",
    "{{work.colour}}": "NO_FIELD work.colour 1:3",
    "{{twin.username}}": "TWO_ITEMS twin 1:3",
    '{{snippet("none")}}': "NO_SNIPPET none 1:12",
  };
  for (const [text, expected] of Object.entries(problems)) {
    const { problem } = await coffer.ask["snippet.look"]({
      id: null,
      body: { text, format: "plain" },
      answers: [],
    });
    expect(`${problem?.code} ${problem?.name} ${problem?.line}:${problem?.column}`).toBe(expected);
  }
});

test("what is in the trash is not read", async () => {
  const coffer = await cofferWithVault();
  const { id: bankId } = await save(coffer, bank(), password);
  const { id } = await snippet(coffer, "Pay", "{{work.iban}}");
  await coffer.ask["item.trash"]({ ids: [bankId] });
  expect(await textOf(coffer, id)).toMatchObject({ code: "NO_ITEM", name: "work" });
});

test("snippets contain each other, and a circle is refused by name", async () => {
  const coffer = await cofferWithVault();
  const { id: signature } = await snippet(coffer, "Signature", "Best, Ann");
  const { id } = await snippet(coffer, "Letter", 'Hello\n{{snippet("signature")}}');
  expect(await textOf(coffer, id)).toBe("Hello\nBest, Ann");
  const item = await coffer.ask["item.read"]({ id: signature });
  const fields = item.fields.map((field) =>
    field.key === "body" ? { ...field, value: '{{snippet("letter")}}' } : field,
  );
  const { created: _c, modified: _m, trashed: _t, ...draft } = { ...item, fields };
  await save(coffer, draft);
  expect(await textOf(coffer, id)).toMatchObject({ code: "CYCLE", name: "letter", line: 2 });
});

test("a counter is stored with each text, also when asked for at the same moment; a look counts nothing", async () => {
  const coffer = await cofferWithVault();
  const { id } = await snippet(coffer, "Invoice", 'No. {{counter("invoice")}}');
  expect((await look(coffer, id)).preview?.text).toBe("No. 1");
  const both = await Promise.all([textOf(coffer, id), textOf(coffer, id), textOf(coffer, id)]);
  expect(both.toSorted()).toEqual(["No. 1", "No. 2", "No. 3"]);
  expect((await look(coffer, id)).preview?.text).toBe("No. 4");
  const { fields } = await coffer.ask["item.read"]({ id });
  expect(fields.find(({ key }) => key === "counters")?.value).toBe("invoice 3");
});

test("a draft begun before a count does not set the counter back", async () => {
  const coffer = await cofferWithVault();
  const { id } = await snippet(coffer, "Invoice", '{{counter("n")}}');
  const {
    created: _c,
    modified: _m,
    trashed: _t,
    ...draft
  } = await coffer.ask["item.read"]({ id });
  await textOf(coffer, id);
  await expect(save(coffer, draft)).rejects.toEqual(new Failure("CONFLICT"));
});

test("a copy is on the clipboard, of rich snippets with the source beside it", async () => {
  const coffer = await cofferWithVault();
  const { id } = await snippet(coffer, "Plain", "at {{clipboard}}");
  const plain = await coffer.ask["snippet.copy"](withValues(id, [], { clipboard: "noon" }));
  expect(coffer.world.clip.text).toBe("at noon");
  expect(plain.rendered).toBeNull();
  const { id: rich } = await snippet(coffer, "Rich", '<p>{{ask("Name")}}</p>', "html");
  const name = [{ key: "text Name", value: "<b>" }];
  const copied = await coffer.ask["snippet.copy"](withValues(rich, name));
  expect(coffer.world.clip.text).toBe("<b>");
  expect(copied.rendered?.rich).toBe("<p>&lt;b&gt;</p>");
});

test("a locked vault gives nothing", async () => {
  const coffer = await cofferWithVault();
  const { id } = await snippet(coffer, "Plain", "text");
  await coffer.ask.lock({});
  await expect(textOf(coffer, id)).rejects.toEqual(new Failure("LOCKED"));
  await expect(look(coffer, id)).rejects.toEqual(new Failure("LOCKED"));
});
