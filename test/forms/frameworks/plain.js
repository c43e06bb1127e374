// No framework: what the form itself would send.
document.querySelector("#app").innerHTML = `<form>
  <label>First name <input name="first" autocomplete="given-name"></label>
  <label>E-mail <input name="mail" type="email" autocomplete="email"></label>
  <label>Country <select name="country" autocomplete="country"><option value="">-</option><option value="DE">Germany</option><option value="US">United States</option></select></label>
  <fieldset><legend>Sex</legend><label><input type="radio" value="m" name="sex" checked> Male</label>
    <label><input type="radio" value="f" name="sex"> Female</label></fieldset>
  <label>Street <textarea name="street" autocomplete="street-address"></textarea></label>
  <label><input type="checkbox" name="bike"> I ride a bike</label></form>`;
Object.defineProperty(globalThis, "model", {
  get: () => {
    const { bike, ...rest } = Object.fromEntries(new FormData(document.querySelector("form")));
    return { ...rest, bike: bike === "on" };
  },
});
