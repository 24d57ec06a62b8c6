"""Is a delivery ours? Python 3, standard library only."""
import base64, hashlib, hmac, os, sys, time


def verify(secret: str, headers, body: bytes) -> bool:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    at = headers["webhook-timestamp"]
    if abs(time.time() - int(at)) > 300:
        return False  # an old one, sent again by somebody else
    signed = f"{headers['webhook-id']}.{at}.".encode() + body
    ours = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest())
    return any(hmac.compare_digest(ours, each.removeprefix("v1,").encode())
               for each in headers["webhook-signature"].split() if each.startswith("v1,"))


if __name__ == "__main__":
    given = {name: os.environ[name.replace("-", "_").upper()]
             for name in ("webhook-id", "webhook-timestamp", "webhook-signature")}
    sys.exit(0 if verify(os.environ["SECRET"], given, sys.stdin.buffer.read()) else 1)
