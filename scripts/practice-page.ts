/** A web page with a login and an order form, to try Coffer on. */
export const practicePage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Corner shop</title>
<style>
  :root { color-scheme: light dark; }
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 2rem auto; padding: 0 1rem; }
  label { display: block; margin: 0.5rem 0; }
  input, select, textarea { display: block; width: 100%; box-sizing: border-box; font: inherit; padding: 0.4rem; }
  fieldset { margin: 1.5rem 0; }
</style>
<h1>Corner shop</h1>
<p>Nothing of this is sent anywhere. Open Coffer with Alt+Shift+K, fill with Alt+Shift+L.</p>
<form onsubmit="return false">
  <fieldset>
    <legend>Sign in</legend>
    <label>User name <input name="user" autocomplete="username"></label>
    <label>Password <input name="pass" type="password" autocomplete="current-password"></label>
    <button>Sign in</button>
  </fieldset>
</form>
<form onsubmit="return false">
  <fieldset>
    <legend>Order</legend>
    <label>First name <input name="first" autocomplete="given-name"></label>
    <label>Last name <input name="last" autocomplete="family-name"></label>
    <label>E-mail <input name="mail" type="email" autocomplete="email"></label>
    <label>Street <textarea name="street" autocomplete="street-address"></textarea></label>
    <label>Postal code <input name="zip" autocomplete="postal-code"></label>
    <label>Town <input name="town" autocomplete="address-level2"></label>
    <label>Country <select name="country" autocomplete="country">
      <option value=""></option><option value="DE">Germany</option><option value="FR">France</option>
      <option value="GB">United Kingdom</option><option value="US">United States</option></select></label>
    <label>Card number <input name="card" autocomplete="cc-number"></label>
    <label>Expires <input name="exp" autocomplete="cc-exp" placeholder="MM/YY"></label>
    <label>Security code <input name="csc" autocomplete="cc-csc"></label>
    <button>Order</button>
  </fieldset>
</form>
</html>`;
