package io.posthorn.channel.smtp;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.simplejavamail.utils.mail.dkim.Canonicalization;
import org.simplejavamail.utils.mail.dkim.DkimMessage;
import org.simplejavamail.utils.mail.dkim.DkimSigner;

/// Signs what leaves with the domain's key (RFC 6376).
record Dkim(String domain, String selector, RSAPrivateKey key) {

    /// Throws `IllegalArgumentException` when it is not an RSA key in PKCS #8.
    static RSAPrivateKey key(String pem) {
        String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        try {
            byte[] octets = Base64.getDecoder().decode(base64);
            return (RSAPrivateKey)
                    KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(octets));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an RSA key in PKCS #8", e);
        }
    }

    void write(MimeMessage message, OutputStream out) throws MessagingException, IOException {
        DkimSigner signer = new DkimSigner(domain, selector, key); // not for many threads
        signer.setHeaderCanonicalization(Canonicalization.RELAXED);
        signer.setBodyCanonicalization(Canonicalization.RELAXED);
        signer.setCheckDomainKey(false);
        signer.addHeaderToSign("List-Unsubscribe-Post"); // RFC 8058 section 4
        new DkimMessage(message, signer).writeTo(out);
    }

    @Override
    public String toString() {
        return selector + "._domainkey." + domain; // never the key
    }
}
