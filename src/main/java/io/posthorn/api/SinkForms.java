package io.posthorn.api;

import io.posthorn.event.AddressGuard;
import io.posthorn.event.BrokerAddress;
import io.posthorn.event.Endpoint;
import io.posthorn.event.KafkaSink.Login;
import io.posthorn.event.KafkaSink.Mechanism;
import io.posthorn.event.KafkaSink.Security;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What may be said about a sink.
final class SinkForms {

    private static final Shape<String> DESCRIPTION = Shape.text(1, 1000);

    private final AddressGuard guard;

    SinkForms(AddressGuard guard) {
        this.guard = guard;
    }

    /// What a sink is, in any case on the wire.
    enum Type {
        WEBHOOK,
        KAFKA
    }

    /// Where a sink leads.
    sealed interface Target {

        Type type();

        /// Who is posted to.
        ///
        /// @param batched false: one event in each request
        record Url(String destination, boolean batched) implements Target {

            @Override
            public Type type() {
                return Type.WEBHOOK;
            }

            int batchSize() {
                return batched ? Endpoint.MAX_BATCH : 1;
            }
        }

        record Topic(String bootstrapServers, String topic, Security security) implements Target {

            @Override
            public Type type() {
                return Type.KAFKA;
            }
        }
    }

    private enum Method {
        POST
    }

    record Create(String description, Target target) {}

    record Update(String description) {

        private static final Field<String> TEXT = Field.required("Description", DESCRIPTION);

        static final Shape<Update> SHAPE =
                new FormShape<>(
                        Shape.object(values -> new Update(values.get(TEXT)), TEXT)
                                .named("SinkUpdate"));
    }

    record Validation(String testId) {

        private static final Field<String> TEST_ID = Field.required("TestId", Shape.text(1, 200));

        static final Shape<Validation> SHAPE =
                new FormShape<>(
                        Shape.object(values -> new Validation(values.get(TEST_ID)), TEST_ID)
                                .named("SinkValidation"));
    }

    Shape<Create> create() {
        var description = Field.required("Description", DESCRIPTION);
        Shape<Target> either =
                Shape.<Target>oneOf(
                                List.of(
                                        Shape.arm("destination", url()),
                                        Shape.arm(List.of("bootstrap_servers", "topic"), topic())))
                        .named("SinkConfiguration");
        var target = Field.required("SinkConfiguration", new JsonText<>(either));
        var type = Field.required("SinkType", Shape.choice(Type.class));
        return new FormShape<>(
                Shape.object(
                                values ->
                                        new Typed(
                                                values.get(description),
                                                values.get(target),
                                                values.get(type)),
                                description,
                                target,
                                type)
                        .then(Typed::agreeing)
                        .named("SinkCreate"));
    }

    private record Typed(String description, Target target, Type type) {

        private static @Nullable Create agreeing(Typed sink, Place at, Findings findings) {
            if (sink.target.type() == sink.type) {
                return new Create(sink.description, sink.target);
            }
            findings.add(
                    "SinkConfiguration is one for SinkType " + sink.target.type(),
                    at.property("SinkConfiguration"));
            return null;
        }
    }

    private Shape<Target.Url> url() {
        var destination = Field.required("destination", new WebhookForms(guard).url());
        var method = Field.withDefault("method", Shape.choice(Method.class), Method.POST);
        var batched = Field.withDefault("batch_events", Shape.bool(), true);
        return Shape.object(
                        values -> new Target.Url(values.get(destination), values.get(batched)),
                        destination,
                        method,
                        batched)
                .named("WebhookSinkConfiguration");
    }

    private Shape<Target.Topic> topic() {
        var servers =
                Field.required(
                        "bootstrap_servers",
                        Shape.text(1, 2048)
                                .then(this::servers)
                                .described(
                                        "`host:port`, separated by commas; public addresses only"));
        var topic =
                Field.required(
                        "topic",
                        Shape.text(1, 249)
                                .matching(
                                        "(?!\\.{1,2}$)[a-zA-Z0-9._-]+",
                                        "made of letters, digits and . _ - only"));
        var security = new SecurityFields();
        return Shape.object(
                        values ->
                                new Secured(
                                        values.get(servers),
                                        values.get(topic),
                                        security.of(values)),
                        servers,
                        topic,
                        security.tls,
                        security.certificate,
                        security.mechanism,
                        security.username,
                        security.password)
                .then(Secured::whole)
                .named("KafkaSinkConfiguration");
    }

    private @Nullable String servers(String text, Place at, Findings findings) {
        try {
            for (BrokerAddress broker : BrokerAddress.list(text)) {
                Optional<String> objection = guard.objectionToHost(broker.host());
                if (objection.isPresent()) {
                    findings.add(at.label() + " " + objection.get(), at);
                    return null;
                }
            }
            return text;
        } catch (IllegalArgumentException notOne) {
            findings.add(at.label() + " must be host:port, several separated by commas", at);
            return null;
        }
    }

    /// A topic, with a login that may lack parts.
    private record Secured(String servers, String topic, Parts parts) {

        private static Target.@Nullable Topic whole(Secured given, Place at, Findings findings) {
            Parts parts = given.parts;
            if (parts.given() != 0 && parts.given() != 3) {
                findings.add("sasl_mechanism, username and password go together", at);
                return null;
            }
            if (!parts.tls && parts.mechanism.filter(Mechanism.PLAIN::equals).isPresent()) {
                findings.add(
                        "sasl_mechanism PLAIN sends the password as it is; it needs tls",
                        at.property("sasl_mechanism"));
                return null;
            }
            Optional<Login> login =
                    parts.mechanism.flatMap(how ->
                            parts.username.flatMap(name ->
                                    parts.password.map(word -> new Login(how, name, word))));
            return new Target.Topic(
                    given.servers, given.topic, new Security(parts.tls, parts.certificate, login));
        }
    }

    private record Parts(
            boolean tls,
            Optional<String> certificate,
            Optional<Mechanism> mechanism,
            Optional<String> username,
            Optional<String> password) {

        private long given() {
            return List.of(mechanism, username, password).stream()
                    .filter(Optional::isPresent)
                    .count();
        }
    }

    private static final class SecurityFields {

        private static final Shape<String> WORD =
                Shape.text(1, 500).matching("[^\\x00-\\x1f\\x7f]+", "without control characters");

        private final Field<Boolean> tls = Field.withDefault("tls", Shape.bool(), false);
        private final Field<Optional<String>> certificate =
                Field.optional(
                        "ca_certificate",
                        Shape.text(1, 50_000)
                                .then(SecurityFields::certificates)
                                .described("PEM; without it the Java runtime's own trust is used"));
        private final Field<Optional<Mechanism>> mechanism =
                Field.optional("sasl_mechanism", Shape.choice(Mechanism.class));
        private final Field<Optional<String>> username = Field.optional("username", WORD);
        private final Field<Optional<String>> password = Field.optional("password", WORD);

        private Parts of(Values values) {
            return new Parts(
                    values.get(tls),
                    values.get(certificate),
                    values.get(mechanism),
                    values.get(username),
                    values.get(password));
        }

        private static @Nullable String certificates(String pem, Place at, Findings findings) {
            try {
                var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
                if (!CertificateFactory.getInstance("X.509")
                        .generateCertificates(bytes)
                        .isEmpty()) {
                    return pem;
                }
            } catch (CertificateException notOne) {
                // said below, as for an empty file
            }
            findings.add(at.label() + " must be certificates in PEM", at);
            return null;
        }
    }
}
