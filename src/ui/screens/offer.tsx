import { useState } from "preact/hooks";
import { caps } from "../../core/item.ts";
import { hostOf } from "../../core/origin.ts";
import type { Offer } from "../../wire/protocol.ts";
import { shownText } from "../../core/shown.ts";
import { say } from "../../wire/words.ts";
import { Button, IconButton } from "../parts/button.tsx";
import { focusOnce } from "../parts/focus.ts";
import { Icon } from "../parts/icon.tsx";
import { dropOffer, saveOffer } from "../state/offers.ts";
import { labelOf, titleOf } from "../words.ts";

/** "Save this login for shop.example?": what a page has sent, before anything of it is kept. */
export function OfferScreen({ offer, onBack }: { offer: Offer; onBack: () => void }) {
  const [title, setTitle] = useState(offer.title);
  const login = offer.kind === "login";
  const sent = offer.fields.find(({ key }) => key === "username")?.value ?? "";
  const [username, setUsername] = useState(sent);
  const [into, setInto] = useState(offer.into);
  const [busy, setBusy] = useState(false);
  const host = hostOf(offer.origin);
  const values = offer.fields.filter(({ key }) => !(login && key === "username"));
  const save = async (): Promise<void> => {
    setBusy(true);
    await saveOffer(offer, {
      title: title.trim() || host,
      username: login ? username : null,
      into,
    });
    setBusy(false);
  };
  return (
    <form
      class="screen offer"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div class="screen-head">
        <IconButton icon="back" words={say("app.back")} onClick={onBack} />
        <span class="row-kind">
          <Icon name={offer.kind} />
        </span>
        <h1 tabIndex={-1} ref={focusOnce}>
          {into === null ? say(`offerSave.${offer.kind}`) : say(`offerUpdate.${offer.kind}`)}
        </h1>
      </div>
      <div class="screen-body">
        <p class="offer-site">
          <Icon name="site" />
          <strong>{host}</strong>
        </p>
        {offer.choices.length > 0 && (
          <fieldset class="offer-where">
            <legend class="label">{say("offer.where")}</legend>
            {offer.choices.map((choice) => (
              <label key={choice.id} class="check">
                <input
                  type="radio"
                  name="into"
                  checked={into === choice.id}
                  onChange={() => setInto(choice.id)}
                />
                <span>
                  {say("offer.change", [titleOf(choice)])}
                  {choice.hint !== "" && <small class="quiet">{shownText(choice.hint)}</small>}
                </span>
              </label>
            ))}
            <label class="check">
              <input
                type="radio"
                name="into"
                checked={into === null}
                onChange={() => setInto(null)}
              />
              <span>{say("offer.new")}</span>
            </label>
          </fieldset>
        )}
        {into === null && (
          <Box id="offer-title" words={say("edit.title")} value={title} onInput={setTitle} />
        )}
        {login && (
          <Box
            id="offer-user"
            words={say("field.username")}
            value={username}
            onInput={setUsername}
          />
        )}
        <dl class="values">
          {values.map((field) => (
            <Value key={field.id} field={field} />
          ))}
        </dl>
        {into !== null && <p class="quiet small">{say("offer.history")}</p>}
      </div>
      <div class="screen-foot offer-foot">
        <div class="buttons">
          <Button look="link" onClick={() => void dropOffer(offer, true)}>
            {say("offer.never")}
          </Button>
          <Button onClick={() => void dropOffer(offer, false)}>{say("offer.notNow")}</Button>
          <Button look="primary" type="submit" busy={busy}>
            {say(into === null ? "offer.go" : "offer.goUpdate")}
          </Button>
        </div>
      </div>
    </form>
  );
}

interface BoxProps {
  id: string;
  words: string;
  value: string;
  onInput: (value: string) => void;
}

function Box({ id, words, value, onInput }: BoxProps) {
  return (
    <div class="field">
      <label class="label" for={id}>
        {words}
      </label>
      <input
        id={id}
        class="input"
        type="text"
        value={value}
        maxLength={caps.title}
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </div>
  );
}

/** One value; behind dots until it is shown, where it is a secret. */
function Value({ field }: { field: Offer["fields"][number] }) {
  const [shown, setShown] = useState(false);
  const label = labelOf(field);
  const masked = field.type === "hidden";
  return (
    <div class="value">
      <dt>{label}</dt>
      <dd class={`value-text ${field.type}${masked && !shown ? " masked" : ""}`}>
        {masked && !shown ? (
          <>
            <span aria-hidden="true">••••••••</span>
            <span class="sr">{say("type.hidden")}</span>
          </>
        ) : field.type === "boolean" ? (
          say(field.value === "true" ? "detail.yes" : "detail.no")
        ) : (
          <span>{field.value}</span>
        )}
      </dd>
      <dd class="value-acts">
        {masked && (
          <IconButton
            icon={shown ? "eyeOff" : "eye"}
            words={say(shown ? "detail.hideField" : "detail.showField", [label])}
            onClick={() => setShown(!shown)}
          />
        )}
      </dd>
    </div>
  );
}
