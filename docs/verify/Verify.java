import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Is a delivery ours? Java, nothing but the JDK.
public class Verify {

    static boolean verify(String secret, Map<String, String> headers, byte[] body) throws Exception {
        String at = headers.get("webhook-timestamp");
        if (Math.abs(Instant.now().getEpochSecond() - Long.parseLong(at)) > 300) {
            return false; // an old one, sent again by somebody else
        }
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
        mac.update((headers.get("webhook-id") + "." + at + ".").getBytes("UTF-8"));
        byte[] ours = mac.doFinal(body);
        for (String each : headers.get("webhook-signature").split(" ")) {
            if (each.startsWith("v1,") && MessageDigest.isEqual(ours, Base64.getDecoder().decode(each.substring(3)))) {
                return true;
            }
        }
        return false;
    }

    public static void main(String[] args) throws Exception {
        Map<String, String> env = System.getenv();
        Map<String, String> headers = Map.of(
                "webhook-id", env.get("WEBHOOK_ID"),
                "webhook-timestamp", env.get("WEBHOOK_TIMESTAMP"),
                "webhook-signature", env.get("WEBHOOK_SIGNATURE"));
        System.exit(verify(env.get("SECRET"), headers, System.in.readAllBytes()) ? 0 : 1);
    }
}
