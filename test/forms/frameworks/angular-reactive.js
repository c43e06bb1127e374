// Reactive forms of Angular, compiled in the browser, without zone.js.
import "@angular/compiler";
import { Component, provideZonelessChangeDetection } from "@angular/core";
import { FormControl, FormGroup, ReactiveFormsModule, Validators } from "@angular/forms";
import { bootstrapApplication } from "@angular/platform-browser";

class App {
  form = new FormGroup({
    first: new FormControl("", { nonNullable: true, validators: Validators.required }),
    mail: new FormControl("", { nonNullable: true, updateOn: "blur", validators: Validators.email }),
    country: new FormControl("", { nonNullable: true }),
    sex: new FormControl("m", { nonNullable: true }),
    street: new FormControl("", { nonNullable: true }),
    bike: new FormControl(false, { nonNullable: true }),
  });
  constructor() {
    Object.defineProperty(globalThis, "model", { get: () => this.form.value });
  }
}
const decorated = Component({
  selector: "app-root",
  imports: [ReactiveFormsModule],
  template: `<form [formGroup]="form">
    <label>First name <input formControlName="first" autocomplete="given-name"></label>
    <label>E-mail <input formControlName="mail" type="email" autocomplete="email"></label>
    <label>Country <select formControlName="country" autocomplete="country"><option value="">-</option><option value="DE">Germany</option><option value="US">United States</option></select></label>
    <fieldset><legend>Sex</legend><label><input type="radio" value="m" formControlName="sex" name="sex"> Male</label>
      <label><input type="radio" value="f" formControlName="sex" name="sex"> Female</label></fieldset>
    <label>Street <textarea formControlName="street" autocomplete="street-address"></textarea></label>
    <label><input type="checkbox" formControlName="bike"> I ride a bike</label></form>`,
})(App);
document.querySelector("#app").append(document.createElement("app-root"));
bootstrapApplication(decorated, { providers: [provideZonelessChangeDetection()] });
