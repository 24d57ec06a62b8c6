import { get, openapi, session } from "../api.js";
import { fill, h } from "../dom.js";
import { button, field, form, icon, input } from "../parts.js";

// The account of `posthorn dev`, which listens on this machine only: no secret, its banner shows it.
const DEMO = { user: "ACde300000000000000000000000000de3", secret: "demo_auth_token_0000000000000000" };

export async function signIn(app) {
  document.title = "Sign in · Posthorn";
  const user = input({ name: "username", autocomplete: "username", required: true });
  const secret = input({ name: "password", type: "password", autocomplete: "current-password", required: true });
  const demo = h("div", { class: "demo", hidden: true },
    h("p", {}, "Carriers are simulated here. If this is ", h("code", {}, "posthorn dev"), ", look around with its demo account."),
    button(["Fill in the demo account", icon("arrow")], () => {
      user.value = DEMO.user;
      secret.value = DEMO.secret;
      sign.querySelector("[type=submit]").focus();
    }, { kind: "quiet" }));
  const sign = form([field("Account SID or API key", user), field("Auth token or secret", secret)], "Sign in", () => enter(user.value.trim(), secret.value));
  fill(app, h("main", { id: "main", class: "sign-in", tabindex: "-1" },
    h("div", { class: "sign-card" },
      h("div", { class: "brand" }, h("img", { src: "console/posthorn.svg", alt: "", width: "40", height: "40" }), "Posthorn"),
      h("h1", {}, "Sign in"), sign, demo)));
  user.focus();
  const api = await openapi().catch(() => null);
  demo.hidden = !Object.keys(api?.paths ?? {}).some(path => path.startsWith("/v1/Simulator/"));
}

async function enter(user, secret) {
  session.open(user, secret);
  try {
    await get("/v1/SenderPools", { pageSize: 1 });
  } catch (error) {
    session.current = null;
    throw error;
  }
  session.keep();
  dispatchEvent(new Event("posthorn:signed-in"));
}
