// Controlled fields of Preact.
import { h, render } from "preact";
import { useState } from "preact/hooks";

const start = { first: "", mail: "", country: "", sex: "m", street: "", bike: false };

function App() {
  const [state, set] = useState(start);
  globalThis.model = state;
  const text = (key) => ({ value: state[key], onInput: (event) => set((was) => ({ ...was, [key]: event.currentTarget.value })) });
  const sex = (value) => ({ type: "radio", name: "sex", checked: state.sex === value, onChange: () => set((was) => ({ ...was, sex: value })) });
  return h("form", null,
    h("label", null, "First name ", h("input", { autocomplete: "given-name", ...text("first") })),
    h("label", null, "E-mail ", h("input", { autocomplete: "email", type: "email", ...text("mail") })),
    h("label", null, "Country ", h("select", { autocomplete: "country", value: state.country, onChange: text("country").onInput },
      h("option", { value: "" }, "-"), h("option", { value: "DE" }, "Germany"), h("option", { value: "US" }, "United States"))),
    h("fieldset", null, h("legend", null, "Sex"),
      h("label", null, h("input", sex("m")), " Male"), h("label", null, h("input", sex("f")), " Female")),
    h("label", null, "Street ", h("textarea", { autocomplete: "street-address", ...text("street") })),
    h("label", null, h("input", { type: "checkbox", checked: state.bike, onChange: ({ currentTarget: { checked } }) => set((was) => ({ ...was, bike: checked })) }), " I ride a bike"));
}
render(h(App), document.querySelector("#app"));
