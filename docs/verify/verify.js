// Is a delivery ours? Node, nothing but its own modules.
const { createHmac, timingSafeEqual } = require("node:crypto");

function verify(secret, headers, body) {
  const at = headers["webhook-timestamp"];
  if (Math.abs(Date.now() / 1000 - Number(at)) > 300) return false; // an old one, sent again by somebody else
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const ours = createHmac("sha256", key).update(`${headers["webhook-id"]}.${at}.`).update(body).digest();
  return headers["webhook-signature"].split(" ").some(each => {
    const theirs = Buffer.from(each.replace(/^v1,/, ""), "base64");
    return each.startsWith("v1,") && theirs.length === ours.length && timingSafeEqual(ours, theirs);
  });
}

if (require.main === module) {
  const { SECRET, WEBHOOK_ID, WEBHOOK_TIMESTAMP, WEBHOOK_SIGNATURE } = process.env;
  const headers = { "webhook-id": WEBHOOK_ID, "webhook-timestamp": WEBHOOK_TIMESTAMP, "webhook-signature": WEBHOOK_SIGNATURE };
  process.exitCode = verify(SECRET, headers, require("node:fs").readFileSync(0)) ? 0 : 1;
}

module.exports = { verify };
