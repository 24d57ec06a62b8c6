import { all, get, post, remove } from "../api.js";
import { fill, h, sync } from "../dom.js";
import { button, dialog, empty, field, form, icon, input, pageHead, pager, select, sure, table, toast, when } from "../parts.js";
import { CHANNEL_NAME } from "../words.js";

const SOURCE = { KEYWORD: "wrote STOP", API: "recorded here", CARRIER: "told by the carrier" };

export async function show(root, page) {
  const pools = new Map((await all("/v1/SenderPools", "senderPools")).map(pool => [pool.id, pool.name ?? pool.id]));
  const search = input({ type: "search", "aria-label": "Search opt-outs by address", placeholder: "Number or address" });
  const found = h("div", { "aria-live": "polite" });
  const pages = pager(() => look());
  const rows = table([
    { name: "Person", cell: each => h("span", { class: "pair" }, h("span", { class: "mono" }, each.address), h("span", { class: "channel" }, CHANNEL_NAME[each.channel] ?? each.channel)) },
    { name: "Closed", cell: each => (each.senderPoolId ? `pool ${pools.get(each.senderPoolId) ?? each.senderPoolId}` : each.senderId ? "one sender" : "the whole account") },
    { name: "Because", cell: each => SOURCE[each.source] ?? each.source },
    { name: "Since", cell: each => when(each.createdAt), kind: "time" },
    { name: "", cell: each => h("span", { class: "row-actions" }, button("Let in again", () => sure(`Write to ${each.address} again?`, "Only do this when the person asked for it.", "Let in again", async () => { await remove(`/v1/OptOuts/${each.id}`); toast("Removed"); await look(); }), { kind: "quiet small", "aria-label": `Let ${each.address} in again` })) },
  ], { caption: "Opt-outs" });
  async function look() {
    const answer = await get("/v1/OptOuts", { address: search.value.trim(), pageSize: 25, pageToken: pages.token() }, { signal: page.signal });
    pages.update(answer.pagination);
    sync(rows.body, answer.optOuts, each => each.id, rows.row);
    if (!answer.optOuts.length) fill(found, search.value ? empty("Not opted out", "Nobody with this address.") : empty("Nobody has opted out", "Who writes STOP to a sender appears here, and is not written to."));
    else if (found.firstChild !== rows.element) fill(found, rows.element);
  }
  const create = () => dialog("Record an opt-out", close => {
    const address = input({ placeholder: "+14155550123" });
    const channel = select([["PHONE", "Phone"], ["WHATSAPP", "WhatsApp"], ["EMAIL", "Email"]], "PHONE");
    const scope = select([["", "the whole account"], ...[...pools].map(([id, name]) => [id, `pool ${name}`])], "");
    return form([h("div", { class: "fields" }, field("Address", address), field("Kind", channel)), field("Closes", scope)], "Record", async () => {
      await post("/v1/OptOuts", { address: address.value.trim(), channel: channel.value, ...(scope.value ? { senderPoolId: scope.value } : {}) });
      close();
      await look();
    });
  });
  fill(root, pageHead("Opt-outs", "People who do not want to be written to.", button([icon("plus"), "Record one"], create, { kind: "primary" })),
    h("form", { class: "filters", role: "search", onsubmit: event => { event.preventDefault(); pages.restart(); look(); } }, search, button("Search", null, { type: "submit" })), found, pages.element);
  await page.every(5000, look);
}
