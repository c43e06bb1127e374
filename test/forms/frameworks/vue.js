// v-model on every sort of field, one of them lazy and one trimmed.
import { createApp, reactive, watchEffect } from "vue/dist/vue.esm-bundler.js";

const state = reactive({ first: "", mail: "", country: "", sex: "m", street: "", bike: false });
watchEffect(() => (globalThis.model = { ...state }));
createApp({
  setup: () => ({ state }),
  template: `<form>
    <label>First name <input v-model.lazy="state.first" autocomplete="given-name"></label>
    <label>E-mail <input v-model.trim="state.mail" type="email" autocomplete="email"></label>
    <label>Country <select v-model="state.country" autocomplete="country"><option value="">-</option><option value="DE">Germany</option><option value="US">United States</option></select></label>
    <fieldset><legend>Sex</legend><label><input type="radio" name="sex" value="m" v-model="state.sex"> Male</label>
      <label><input type="radio" name="sex" value="f" v-model="state.sex"> Female</label></fieldset>
    <label>Street <textarea v-model="state.street" autocomplete="street-address"></textarea></label>
    <label><input type="checkbox" v-model="state.bike"> I ride a bike</label></form>`,
}).mount("#app");
