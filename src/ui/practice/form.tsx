import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { inputType } from "../parts/input-type.ts";

interface PracticeFormProps {
  onSend: () => void;
  onClear: () => void;
}

const countries = [
  "AT",
  "AU",
  "BR",
  "CA",
  "CH",
  "DE",
  "ES",
  "FR",
  "GB",
  "IN",
  "IT",
  "JP",
  "NL",
  "PL",
  "SE",
  "US",
];

/** Countries by the name they have in the user's language. */
function namedCountries(): { code: string; name: string }[] {
  const names = new Intl.DisplayNames(undefined, { type: "region" });
  return countries
    .map((code) => ({ code, name: names.of(code) ?? code }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

/** The form itself: boxes, choices, a date and a text, with the labels and tokens of a good page. */
export function PracticeForm({ onSend, onClear }: PracticeFormProps) {
  return (
    <form
      class="panel practice-form"
      onSubmit={(event) => {
        event.preventDefault();
        onSend();
      }}
    >
      <h2>{say("practice.formTitle")}</h2>
      <fieldset>
        <legend>{say("practice.you")}</legend>
        <div class="radios" role="radiogroup" aria-label={say("practice.sex")}>
          {(["Female", "Male", "Other"] as const).map((one) => (
            <label key={one} class="check">
              <input type="radio" name="salutation" value={one.toLowerCase()} autocomplete="sex" />
              <span>{say(`practice.sex${one}`)}</span>
            </label>
          ))}
        </div>
        <div class="two">
          <Box name="given-name" words={say("practice.givenName")} />
          <Box name="family-name" words={say("practice.familyName")} />
          <Box name="email" words={say("practice.email")} type="email" />
          <Box name="tel" words={say("practice.phone")} type="tel" />
          <div>
            <label class="label" for="p-bday">
              {say("practice.birthday")}
            </label>
            <input id="p-bday" class="input" type="date" name="birthday" autocomplete="bday" />
          </div>
        </div>
      </fieldset>
      <fieldset>
        <legend>{say("practice.where")}</legend>
        <Box name="street-address" words={say("practice.street")} />
        <div class="two">
          <Box name="postal-code" words={say("practice.postcode")} />
          <Box name="address-level2" words={say("practice.town")} />
          <div>
            <label class="label" for="p-country">
              {say("practice.country")}
            </label>
            <select id="p-country" class="input" name="country" autocomplete="country">
              <option value="">{say("practice.countryChoose")}</option>
              {namedCountries().map(({ code, name }) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </select>
          </div>
        </div>
      </fieldset>
      <fieldset>
        <legend>{say("practice.what")}</legend>
        <label class="label" for="p-remarks">
          {say("practice.remarks")}
        </label>
        <textarea id="p-remarks" class="input" name="remarks" rows={3} />
        <label class="check">
          <input type="checkbox" name="terms" />
          <span>{say("practice.terms")}</span>
        </label>
      </fieldset>
      <div class="buttons start">
        <Button type="submit" look="primary">
          {say("practice.send")}
        </Button>
        <Button onClick={onClear}>{say("practice.clear")}</Button>
      </div>
    </form>
  );
}

function Box({
  name,
  words,
  type = "text",
}: {
  name: string;
  words: string;
  type?: "text" | "email" | "tel";
}) {
  const id = `p-${name}`;
  return (
    <div>
      <label class="label" for={id}>
        {words}
      </label>
      <input id={id} class="input" type={inputType(type)} name={name} autocomplete={name} />
    </div>
  );
}
