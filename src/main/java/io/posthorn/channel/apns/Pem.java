package io.posthorn.channel.apns;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/// Keys and certificates as people paste them (RFC 7468): PEM, or the whole file in base64.
final class Pem {
    private static final String USER_ID = "UID"; // RFC 4514 section 3

    private Pem() {}

    static Optional<PrivateKey> privateKey(String text) {
        byte[] octets = octets(text);
        return Stream.of("EC", "RSA").flatMap(algorithm -> key(algorithm, octets)).findFirst();
    }

    private static Stream<PrivateKey> key(String algorithm, byte[] octets) {
        try {
            return Stream.of(
                    KeyFactory.getInstance(algorithm)
                            .generatePrivate(new PKCS8EncodedKeySpec(octets)));
        } catch (GeneralSecurityException notOfThisKind) {
            return Stream.empty();
        }
    }

    static Optional<X509Certificate> certificate(String text) {
        try {
            return Optional.of(
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509")
                                    .generateCertificate(new ByteArrayInputStream(octets(text))));
        } catch (CertificateException none) {
            return Optional.empty();
        }
    }

    /// What the first block holds; empty for what is no base64.
    private static byte[] octets(String text) {
        String pem = text.contains("-----") ? text : decoded(text);
        String base64 = pem.replaceFirst("(?s).*?-----BEGIN [A-Z ]+-----", "");
        try {
            return Base64.getMimeDecoder().decode(base64.replaceFirst("(?s)-----.*", ""));
        } catch (IllegalArgumentException none) {
            return new byte[0];
        }
    }

    private static String decoded(String base64) {
        try {
            byte[] file = Base64.getMimeDecoder().decode(base64);
            String text = new String(file, StandardCharsets.ISO_8859_1);
            return text.contains("-----") ? text : base64;
        } catch (IllegalArgumentException none) {
            return "";
        }
    }

    /// Whether what one signs the other verifies.
    static boolean belong(X509Certificate certificate, PrivateKey key) {
        String algorithm = key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
        byte[] words = "whose key is it?".getBytes(StandardCharsets.US_ASCII);
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(words);
            byte[] signed = signature.sign();
            PublicKey known = certificate.getPublicKey();
            signature.initVerify(known);
            signature.update(words);
            return signature.verify(signed);
        } catch (GeneralSecurityException anotherKind) {
            return false;
        }
    }

    /// Trusts whom this certificate signed, and nobody else.
    static SSLSocketFactory trusting(X509Certificate certificate) {
        try {
            KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
            known.load(null, null);
            known.setCertificateEntry("trusted", certificate);
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(known);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("TLS cannot be set up", e);
        }
    }

    /// The bundle id Apple writes into an app's certificate as the user id of its subject.
    static Optional<String> userId(X509Certificate certificate) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(part -> part.getType().equalsIgnoreCase(USER_ID))
                            .map(Rdn::getValue)
                            .map(Object::toString)
                            .findFirst();
        } catch (InvalidNameException none) {
            return Optional.empty();
        }
    }
}
