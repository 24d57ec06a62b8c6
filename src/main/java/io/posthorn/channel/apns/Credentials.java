package io.posthorn.channel.apns;

import com.eatthepath.pushy.apns.ApnsClientBuilder;
import com.eatthepath.pushy.apns.auth.ApnsSigningKey;
import io.posthorn.channel.Doorbell;
import io.posthorn.channel.Settings;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/// How a connection proves to Apple who it is, and for which app.
///
/// @param topic the app's bundle id
/// @param trusted who signs the service's certificate; empty: whoever this machine trusts
record Credentials(Proof proof, String topic, Optional<X509Certificate> trusted) {

    sealed interface Proof {
        /// A token is signed for each hour of sending.
        record Key(String teamId, String keyId, ECPrivateKey key) implements Proof {
            @Override
            public String toString() {
                return "Key[" + keyId + "]"; // a secret
            }
        }

        /// Shown when the connection is made.
        record Certificate(X509Certificate certificate, PrivateKey key) implements Proof {
            @Override
            public String toString() {
                return "Certificate"; // a secret
            }
        }
    }

    /// What is wrong, by the name of the setting.
    static Map<String, String> faults(Settings settings) {
        Map<String, String> faults = new LinkedHashMap<>();
        Optional<X509Certificate> certificate =
                settings.some("certificate").flatMap(Pem::certificate);
        Optional<PrivateKey> key = Pem.privateKey(settings.text("privateKey"));
        if (key.isEmpty()) {
            faults.put("privateKey", "privateKey must be a private key in PKCS #8, in PEM");
        }
        if (settings.some("certificate").isEmpty()) {
            faultsOfKey(settings, key, faults);
        } else if (certificate.isEmpty()) {
            faults.put("certificate", "certificate must be an X.509 certificate in PEM");
        } else if (key.isPresent() && !Pem.belong(certificate.get(), key.get())) {
            faults.put("privateKey", "privateKey is not the key of the certificate");
        }
        if (topic(settings, certificate).isEmpty()) {
            faults.put("topic", "topic is required: no certificate names it");
        }
        if (!settings.text("trustedCertificate").isEmpty() && trusted(settings).isEmpty()) {
            faults.put(
                    "trustedCertificate", "trustedCertificate must be an X.509 certificate in PEM");
        }
        return faults;
    }

    private static void faultsOfKey(
            Settings settings, Optional<PrivateKey> key, Map<String, String> faults) {
        if (settings.some("teamId").isEmpty()) {
            faults.put("teamId", "teamId is required with a key");
        }
        if (settings.some("keyId").isEmpty()) {
            faults.put("keyId", "keyId is required with a key");
        }
        if (key.isPresent() && !(key.get() instanceof ECPrivateKey)) {
            faults.put("privateKey", "privateKey must be a key of elliptic curves, as Apple's are");
        }
    }

    /// Of settings without faults.
    static Credentials of(Settings settings) {
        Optional<X509Certificate> certificate =
                settings.some("certificate").flatMap(Pem::certificate);
        PrivateKey key = Pem.privateKey(settings.text("privateKey")).orElseThrow();
        Proof proof =
                certificate.isPresent()
                        ? new Proof.Certificate(certificate.get(), key)
                        : new Proof.Key(
                                settings.text("teamId"),
                                settings.text("keyId"),
                                (ECPrivateKey) key);
        return new Credentials(
                proof, topic(settings, certificate).orElseThrow(), trusted(settings));
    }

    private static Optional<String> topic(
            Settings settings, Optional<X509Certificate> certificate) {
        return settings.some("topic").or(() -> certificate.flatMap(Pem::userId));
    }

    private static Optional<X509Certificate> trusted(Settings settings) {
        return settings.some("trustedCertificate").flatMap(Pem::certificate);
    }

    void apply(ApnsClientBuilder client) {
        trusted.ifPresent(client::setTrustedServerCertificateChain);
        switch (proof) {
            case Proof.Key key -> client.setSigningKey(signing(key));
            case Proof.Certificate(X509Certificate certificate, PrivateKey key) ->
                    client.setClientCredentials(certificate, key, null);
        }
    }

    /// For knocking at the service's door.
    SSLSocketFactory trust() {
        return trusted.map(Pem::trusting).orElseGet(Doorbell::systemTrust);
    }

    private static ApnsSigningKey signing(Proof.Key key) {
        try {
            return new ApnsSigningKey(key.keyId(), key.teamId(), key.key());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key " + key.keyId() + " cannot sign", e);
        }
    }
}
