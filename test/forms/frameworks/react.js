// Controlled fields of React: what is shown is the state, and nothing else.
import { createElement as h, useState } from "react";
import { createRoot } from "react-dom/client";

const start = { first: "", mail: "", country: "", sex: "m", street: "", bike: false };

function App() {
  const [state, set] = useState(start);
  globalThis.model = state;
  const text = (key) => ({ value: state[key], onChange: (event) => set((was) => ({ ...was, [key]: event.target.value })) });
  const sex = (value) => ({ type: "radio", name: "sex", checked: state.sex === value, onChange: () => set((was) => ({ ...was, sex: value })) });
  return h("form", null,
    h("label", null, "First name ", h("input", { autoComplete: "given-name", ...text("first") })),
    h("label", null, "E-mail ", h("input", { autoComplete: "email", type: "email", ...text("mail") })),
    h("label", null, "Country ", h("select", { autoComplete: "country", ...text("country") },
      h("option", { value: "" }, "-"), h("option", { value: "DE" }, "Germany"), h("option", { value: "US" }, "United States"))),
    h("fieldset", null, h("legend", null, "Sex"),
      h("label", null, h("input", sex("m")), " Male"), h("label", null, h("input", sex("f")), " Female")),
    h("label", null, "Street ", h("textarea", { autoComplete: "street-address", ...text("street") })),
    h("label", null, h("input", { type: "checkbox", checked: state.bike, onChange: ({ target: { checked } }) => set((was) => ({ ...was, bike: checked })) }), " I ride a bike"));
}
createRoot(document.querySelector("#app")).render(h(App));
