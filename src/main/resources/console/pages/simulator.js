import { all, get, post, put, remove } from "../api.js";
import { fill, h, sync } from "../dom.js";
import { badge, button, card, channelTag, doing, empty, link, pageHead, select, table, toast } from "../parts.js";

// How each protocol says that it cannot take a message now.
const FAULT = { SMS: 8, RCS: 503, WHATSAPP: 131016, EMAIL: 451 };

const PRESETS = {
  well: ["Well", "Takes everything at once.", {}],
  dead: ["Refuses everything", "Each message is answered with a system error: a dead sender.", channel => ({ answers: { errors: { share: 1, status: FAULT[channel] } } })],
  flaky: ["Fails one in five", "A fifth of the messages is answered with a system error.", channel => ({ answers: { errors: { share: 0.2, status: FAULT[channel] } } })],
  slow: ["Slow", "Answers after one to two seconds, receipts take up to ten.", { answers: { latencyMs: [1000, 2000] }, receipts: { delayMs: [2000, 10000] } }],
  throttled: ["Throttles at 3 a second", "What comes faster is answered with a throttling error.", { answers: { throttlePerSecond: 3 } }],
  silent: ["Silent", "Takes messages and answers nothing.", { line: { silence: "SUBMITS" } }],
  lossy: ["Bad receipts", "Every third message ends undelivered.", { receipts: { outcomes: [{ outcome: "DELIVERED", weight: 2 }, { outcome: "UNDELIVERED", errorCode: 1 }] } }],
};

const STEPS = [["1 minute", "PT1M"], ["1 hour", "PT1H"], ["1 day", "P1D"]];

export async function show(root, page) {
  const senders = (await all("/v1/Senders", "senders")).filter(sender => FAULT[sender.channel]);
  const errors = h("div", {});
  const rows = table([
    { name: "Who", cell: each => (each.sender ? h("span", { class: "pair" }, h("span", { class: "mono" }, each.sender), channelTag(each.channel)) : h("b", {}, each.name)) },
    { name: "Health", cell: each => (each.health ? badge(each.health.state) : "–") },
    { name: "The carrier", cell: each => choice(each) },
    { name: "", cell: each => h("span", { class: "soft" }, PRESETS[each.preset]?.[1] ?? "Set by the API to something else.") },
  ], { caption: "How the simulated carrier behaves" });

  function choice(each) {
    const control = select([...Object.entries(PRESETS).map(([key, [name]]) => [key, name]), ...(PRESETS[each.preset] ? [] : [[each.preset, "Something else"]])], each.preset,
      { "aria-label": `How the carrier treats ${each.sender ?? each.name}` });
    control.addEventListener("change", () => doing(control, async () => {
      await put("/v1/Simulator/Behavior", { ...(each.sender ? { sender: each.sender } : {}), ...settingsOf(control.value, each.channel ?? "SMS") });
      toast(`${each.sender ?? each.name}: ${PRESETS[control.value][0]}`);
      control.blur();
      await look();
    }, errors));
    return control;
  }
  async function look() {
    const { behaviors } = await get("/v1/Simulator/Behavior", {}, { signal: page.signal });
    const now = new Map((await all("/v1/Senders", "senders")).map(sender => [sender.address, sender.health]));
    const everybody = behaviors.find(each => !each.sender && !each.connection && !each.channel && !each.phone);
    sync(rows.body, [{ name: "Everybody", preset: presetOf(everybody) },
      ...senders.map(sender => ({ sender: sender.address, channel: sender.channel, health: now.get(sender.address), preset: presetOf(behaviors.find(each => each.sender === sender.address) ?? everybody) }))],
    each => each.sender ?? "", rows.row);
  }
  const reset = button("All well again", () => doing(reset, async () => { await remove("/v1/Simulator/Behavior"); toast("All carriers are well"); await look(); }, errors));
  const clock = h("p", { class: "soft" }, "Brings schedules, retries and delayed receipts nearer.");
  fill(root, pageHead("Carriers", "The simulated carriers: make them misbehave, and watch the traffic move.", reset),
    errors, card("Behaviour", senders.length ? rows.element : empty("No senders", "Create one on a connection to the simulator.", link("#/senders", "Senders"))),
    card("Clock", clock, h("div", { class: "actions" }, STEPS.map(([name, step]) => button(`Forward ${name}`, async event => {
      const control = event.currentTarget;
      const answer = await doing(control, () => post("/v1/Simulator/Clock", { advance: step }), errors);
      if (answer) clock.textContent = `It is now ${new Date(answer.now).toLocaleString("en-GB")} for the server.`;
    })))));
  await page.every(2000, look);
}

const settingsOf = (preset, channel) => (typeof PRESETS[preset][2] === "function" ? PRESETS[preset][2](channel) : PRESETS[preset][2]);

// Which preset a behaviour is: by the few properties that presets set.
function presetOf(behavior) {
  if (!behavior) return "well";
  const { answers, receipts, line } = behavior;
  if (answers.errors?.share === 1) return "dead";
  if (answers.errors) return answers.errors.share === 0.2 ? "flaky" : "else";
  if (answers.throttlePerSecond !== undefined && answers.throttlePerSecond !== null) return answers.throttlePerSecond === 3 ? "throttled" : "else";
  if (line.silence !== "NONE") return line.silence === "SUBMITS" ? "silent" : "else";
  if (answers.latencyMs[1] > 0) return answers.latencyMs[0] === 1000 ? "slow" : "else";
  if (receipts.outcomes.length > 1) return receipts.outcomes[0].weight === 2 * receipts.outcomes[1].weight ? "lossy" : "else";
  return receipts.delayMs[1] > 0 ? "else" : "well";
}
