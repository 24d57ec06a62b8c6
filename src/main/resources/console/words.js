// What the API's words mean, for people.

export const STATUS = {
  SCHEDULED: ["info", "Scheduled"], QUEUED: ["info", "Queued"], SENT: ["info", "Sent"],
  DELIVERED: ["good", "Delivered"], READ: ["good", "Read"],
  UNDELIVERED: ["bad", "Undelivered"], FAILED: ["bad", "Failed"],
  CANCELED: ["calm", "Canceled"], GROUP: ["calm", "Group"], INBOUND: ["brand", "Inbound"],
  UNADDRESSABLE: ["bad", "Unaddressable"],
  PROCESSING: ["info", "Processing"], COMPLETED: ["good", "Completed"],
  HEALTHY: ["good", "Healthy"], DEGRADED: ["warn", "Degraded"], OPEN: ["bad", "Resting"], DRAINING: ["calm", "Draining"],
  CONNECTED: ["good", "Connected"], CONNECTING: ["warn", "Connecting"],
  DISCONNECTED: ["bad", "Disconnected"], SUSPENDED: ["warn", "Suspended"],
  ACTIVATED: ["good", "Active"], DEACTIVATED: ["calm", "Deactivated"],
  PENDING: ["warn", "Pending"], DEAD: ["bad", "Given up"],
};

export const MESSAGE_STATUSES =
  ["SCHEDULED", "QUEUED", "SENT", "DELIVERED", "READ", "UNDELIVERED", "FAILED", "CANCELED", "INBOUND"];

export const CHANNELS = ["SMS", "RCS", "WHATSAPP", "EMAIL", "PUSH"];

export const CHANNEL_NAME = { SMS: "SMS", RCS: "RCS", WHATSAPP: "WhatsApp", EMAIL: "Email", PUSH: "Push", PHONE: "Phone", DEVICE: "Device" };

export const PASSED = {
  NOT_ENABLED: "switched off or drained in this pool",
  CHANNEL: "sends by another channel",
  COUNTRY: "may not send to this country",
  GEO: "too far away for this pool",
  FAILED_BEFORE: "has failed this message, others have not",
  FAILED_TWICE: "has failed this message as often as it may",
  DOWN: "its connection is down",
  BREAKER: "rests after failures",
  QUOTA: "its quota is used up",
  PAIR_RATE: "wrote to this recipient a moment ago",
  TIER: "a lower tier can",
  RUNG: "a nearer one, or of a kind that goes first, can",
  NOT_OWNER: "the recipient keeps another sender",
  DEGRADED: "degraded: gives up a share of its recipients",
  RATE: "sends as fast as it may",
  WINDOW: "has as much in flight as its carrier takes",
  SHARE: "others were given less of their share",
};

export const CHOSEN = {
  OWNER: "the recipient keeps this sender",
  SHARE: "it had been given the least of its share",
};

export const WAITING = {
  SCHEDULED: "its time has not come",
  TURN: "others of its queue go first",
  TOKEN: "its senders send as fast as they may",
  WINDOW: "as much is in flight as the carrier takes",
  STICKY_SENDER: "the sender its recipient keeps is waited for",
  PREFERRED_SENDER: "a better sender is waited for",
  NO_SENDER: "no sender may carry it as things are",
  ALL_SENDERS_DOWN: "the connection of every sender is down",
  BREAKER: "its senders rest after failures",
  QUOTA: "its senders have used up their quotas",
  PAIR_RATE: "its senders wrote to this recipient a moment ago",
  BACK_OFF: "every sender has failed it; they are asked again after a pause",
  QUIET_HOURS: "it is night where the recipient is",
  SUBMITTING: "a sender has it, the carrier has not answered yet",
  UNKNOWN_OUTCOME: "nobody knows whether the carrier has it",
};

export const OUTCOME = {
  T0_ACCEPTED: "accepted", T1_THROTTLED: "throttled", T2_TRANSIENT: "a passing fault", T3_SENDER: "the sender was refused",
  T4_PAIR: "refused between these two", T5_CHANNEL: "not reachable by this channel", T6_CONTENT: "the content was refused",
  T7_DESTINATION: "the destination was refused", T8_EXPIRED: "expired", T9_UNKNOWN: "unknown",
};

export const EVENT_PREFIX = "com.twilio.comms-api.";

export function eventName(type) {
  const short = type.replace(EVENT_PREFIX, "");
  const [subject, what = ""] = short.split(".");
  return { short, subject, words: `${subject} ${what.replaceAll(/[-_]/g, " ")}`.replace(/^./, c => c.toUpperCase()) };
}

export function eventTone(type) {
  if (/failed|undelivered/.test(type)) return "bad";
  if (/delivered|read|completed/.test(type)) return "good";
  if (/health|duplicate/.test(type)) return "warn";
  if (/inbound/.test(type)) return "brand";
  return "info";
}

// What a policy means, one sentence each; only what differs from saying nothing.
export function policyInWords(policy) {
  const lines = [];
  const sticky = policy.sticky?.mode;
  lines.push({
    NONE: "Recipients keep no sender.",
    HASH: "A recipient keeps one sender, computed from the number; if it cannot send, the next best does.",
    RECORDED: "A recipient keeps the sender that wrote first, on record.",
    HYBRID: "A recipient keeps a sender: computed, and recorded once it deviates.",
  }[sticky] ?? `Sticky: ${sticky}.`);
  if (policy.sticky?.maxWaitSeconds) lines.push(`That sender is waited for up to ${policy.sticky.maxWaitSeconds} s.`);
  lines.push(policy.selection === "CAPACITY" ? "Shares follow weight × throughput." : `Selection: ${policy.selection.toLowerCase()}.`);
  if (policy.geoMatch === "PREFER") lines.push(`Senders near the recipient go first, waited for up to ${policy.maxRungWaitSeconds} s.`);
  if (policy.geoMatch === "REQUIRE") lines.push("Only senders of the recipient's country may send.");
  if (policy.tierSpillAfterSeconds !== null) lines.push(`The next tier helps when a message has waited ${policy.tierSpillAfterSeconds} s.`);
  if (policy.channelOrder?.length) lines.push(`Channels in order: ${policy.channelOrder.map(c => CHANNEL_NAME[c] ?? c).join(", then ")}.`);
  for (const [channel, seconds] of Object.entries(policy.fallbackAfterSeconds ?? {}))
    lines.push(`${CHANNEL_NAME[channel] ?? channel} without a receipt falls back after ${duration(seconds)}.`);
  if (policy.retryOnReceipt?.length) lines.push(`Bad receipts are tried again: ${policy.retryOnReceipt.map(c => OUTCOME[c] ?? c).join(", ")}.`);
  lines.push(`A message is given up after ${duration(policy.validitySeconds)}.`);
  lines.push({ POOL: "STOP closes this pool for the person.", ACCOUNT: "STOP closes the whole account for the person.", OFF: "STOP is not looked at." }[policy.optOut] ?? "");
  if (policy.quietHours) lines.push(`Quiet hours: ${policy.quietHours.from ?? ""} to ${policy.quietHours.until ?? policy.quietHours.to ?? ""} on the recipient's clock.`);
  return lines.filter(Boolean);
}

export function duration(seconds) {
  if (seconds === null || seconds === undefined) return "–";
  if (seconds < 1 && seconds > 0) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 10) return `${Math.round(seconds * 10) / 10} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172800) return `${Math.round(seconds / 360) / 10} h`;
  return `${Math.round(seconds / 8640) / 10} days`;
}

const NUMBER = new Intl.NumberFormat("en");
const COMPACT = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

export const number = value => NUMBER.format(value);
export const compact = value => (Math.abs(value) < 10000 ? NUMBER.format(Math.round(value * 10) / 10) : COMPACT.format(value));

const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const FULL = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "long" });

export function clock(iso) {
  const at = new Date(iso);
  const today = at.toDateString() === new Date().toDateString();
  return today ? CLOCK.format(at) : `${DAY.format(at)} ${CLOCK.format(at)}`;
}

export const full = iso => FULL.format(new Date(iso));

export const shortId = id => (id.length > 18 ? `…${id.slice(-8)}` : id);
