import { useState } from "preact/hooks";
import { hostOf } from "../../core/origin.ts";
import type { ContactLine } from "../../wire/sharing.ts";
import { say } from "../../wire/words.ts";
import { Button, IconButton } from "../parts/button.tsx";
import { Confirm } from "../parts/confirm.tsx";
import { Icon } from "../parts/icon.tsx";
import { Modal } from "../parts/modal.tsx";
import { ask, attempt, toast } from "../state/app.ts";
import { useStore } from "../state/hook.ts";
import { loadSharing, sharing } from "../state/sharing.ts";
import { dayOf } from "../words.ts";
import { Camera } from "./share-camera.tsx";
import { cardTextOf, ChooseFile } from "./share-file.tsx";
import { Compare } from "./share-words.tsx";

type Act = { what: "compare" | "rename" | "remove"; id: string };

const nameOf = ({ name }: ContactLine) => name || say("sharing.unnamed");

/** Everybody whose card is here, and the way to add one. */
export function Contacts() {
  const contacts = useStore(sharing, (state) => state.contacts);
  const [act, setAct] = useState<Act | null>(null);
  const of = contacts.find(({ id }) => id === act?.id);
  const close = (): void => setAct(null);
  return (
    <section class="panel" aria-labelledby="sharing-contacts">
      <h2 id="sharing-contacts">{say("sharing.contacts")}</h2>
      {contacts.length === 0 && <p class="quiet">{say("sharing.contactsNone")}</p>}
      <ul class="plain contacts">
        {contacts.map((contact) => (
          <Line
            key={contact.id}
            contact={contact}
            onAct={(what) => setAct({ what, id: contact.id })}
          />
        ))}
      </ul>
      <Add onAdded={(id) => setAct({ what: "compare", id })} />
      {of && act?.what === "compare" && <Compare contact={of} onClose={close} />}
      {of && act?.what === "rename" && <Rename contact={of} onClose={close} />}
      {of && act?.what === "remove" && (
        <Confirm
          title={say("sharing.removeAsk", [nameOf(of)])}
          text={say("sharing.removeText")}
          go={say("sharing.remove")}
          danger
          onGo={() =>
            void attempt(async () => {
              await ask("contact.remove", { id: of.id });
              await loadSharing();
            })
          }
          onClose={close}
        />
      )}
    </section>
  );
}

function Line({ contact, onAct }: { contact: ContactLine; onAct: (what: Act["what"]) => void }) {
  const { alarm, verified } = contact;
  const name = nameOf(contact);
  return (
    <li class="contact">
      <span class="row-kind">
        <Icon name="identity" />
      </span>
      <div class="contact-who">
        <strong>{name}</strong>
        <small class={alarm !== null ? "failed" : verified === null ? "unproved" : "quiet"}>
          {(alarm !== null || verified === null) && <Icon name="warn" />}
          {alarm !== null
            ? say("sharing.alarm")
            : verified === null
              ? say("sharing.unverified")
              : say("sharing.verified", [dayOf(verified)])}
          {contact.mailbox !== null && ` · ${say("mailbox.has", [hostOf(contact.mailbox)])}`}
        </small>
      </div>
      <div class="buttons" role="group" aria-label={say("sharing.more", [name])}>
        <Button
          look={alarm !== null || verified === null ? "primary" : "plain"}
          onClick={() => onAct("compare")}
        >
          {say(alarm === null ? "sharing.compare" : "sharing.settle")}
        </Button>
        <IconButton
          icon="edit"
          words={say("sharing.renameContact")}
          onClick={() => onAct("rename")}
        />
        <IconButton icon="trash" words={say("sharing.remove")} onClick={() => onAct("remove")} />
      </div>
    </li>
  );
}

function Rename({ contact, onClose }: { contact: ContactLine; onClose: () => void }) {
  const [name, setName] = useState(contact.name);
  const save = (): Promise<void> =>
    attempt(async () => {
      await ask("contact.rename", { id: contact.id, name });
      onClose();
      await loadSharing();
    });
  return (
    <Modal title={say("sharing.renameContact")} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <label class="label" for="contact-name">
          {say("sharing.newName")}
        </label>
        <input
          id="contact-name"
          class="input"
          data-first
          maxLength={60}
          required
          autocomplete="off"
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <div class="buttons">
          <Button onClick={onClose}>{say("app.cancel")}</Button>
          <Button look="primary" type="submit">
            {say("sharing.save")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function Add({ onAdded }: { onAdded: (id: string) => void }) {
  const [text, setText] = useState("");
  const add = (from: string): Promise<void> =>
    attempt(async () => {
      const { contact, what } = await ask("contact.add", {
        text: from.slice(0, 20_000),
        contact: null,
      });
      setText("");
      await loadSharing();
      if (what === "handed") toast(say("sharing.handed", [nameOf(contact)]));
      else if (what === "mailbox") toast(say("mailbox.added", [nameOf(contact)]));
      else if (what === "added") toast(say("sharing.added", [nameOf(contact)]));
      if (what === "added" || what === "alarm") onAdded(contact.id);
    });
  const read = (file: File): Promise<void> =>
    attempt(async () => {
      const found = await cardTextOf(file);
      if (found === null) toast(say("sharing.noQr"));
      else await add(found);
    });
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== "") void add(text);
      }}
    >
      <h3>{say("sharing.add")}</h3>
      <p class="quiet">{say("sharing.addText")}</p>
      <label class="label" for="sharing-add">
        {say("sharing.addBox")}
      </label>
      <textarea
        id="sharing-add"
        class="input"
        rows={3}
        spellcheck={false}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <div class="buttons start">
        <Button type="submit" icon="plus">
          {say("sharing.addGo")}
        </Button>
        <ChooseFile
          words={say("sharing.addFile")}
          accept="image/*,.txt,text/plain"
          onFile={(file) => void read(file)}
        />
        <Camera onText={(found) => void add(found)} />
      </div>
    </form>
  );
}
