// Template-driven forms of Angular (ngModel).
import "@angular/compiler";
import { Component, provideZonelessChangeDetection } from "@angular/core";
import { FormsModule } from "@angular/forms";
import { bootstrapApplication } from "@angular/platform-browser";

class App {
  state = { first: "", mail: "", country: "", sex: "m", street: "", bike: false };
  constructor() {
    Object.defineProperty(globalThis, "model", { get: () => ({ ...this.state }) });
  }
}
const decorated = Component({
  selector: "app-root",
  imports: [FormsModule],
  template: `<form>
    <label>First name <input [(ngModel)]="state.first" name="first" autocomplete="given-name"></label>
    <label>E-mail <input [(ngModel)]="state.mail" name="mail" type="email" autocomplete="email"></label>
    <label>Country <select [(ngModel)]="state.country" name="country" autocomplete="country"><option value="">-</option><option value="DE">Germany</option><option value="US">United States</option></select></label>
    <fieldset><legend>Sex</legend><label><input type="radio" value="m" [(ngModel)]="state.sex" name="sex"> Male</label>
      <label><input type="radio" value="f" [(ngModel)]="state.sex" name="sex"> Female</label></fieldset>
    <label>Street <textarea [(ngModel)]="state.street" name="street" autocomplete="street-address"></textarea></label>
    <label><input type="checkbox" [(ngModel)]="state.bike" name="bike"> I ride a bike</label></form>`,
})(App);
document.querySelector("#app").append(document.createElement("app-root"));
bootstrapApplication(decorated, { providers: [provideZonelessChangeDetection()] });
