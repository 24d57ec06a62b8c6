package io.posthorn.channel.http;

import io.posthorn.channel.Callback;
import io.posthorn.channel.Signatures;
import io.posthorn.message.Fact;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/// Reads what the provider calls us with.
///
/// @param token what a call must show; empty: not asked
/// @param signature header that signs the body; empty: not asked
record CallbackRules(
        Optional<String> token,
        Optional<Signature> signature,
        Selector.Path list,
        Receipt receipt,
        Inbound inbound,
        Vocabulary words) {

    private static final String BEARER = "Bearer ";

    record Signature(String header, String secret) {
        @Override
        public String toString() {
            return header; // never the secret
        }
    }

    /// Where a receipt says what.
    record Receipt(Selector id, Selector status, Selector error, Selector phone) {}

    /// Where a message of a phone says what.
    record Inbound(Selector from, Selector to, Selector text, Optional<Selector> id) {}

    /// One receipt as the connector tells it.
    record Told(String key, String phone, Fact.Report report) {}

    /// One message of a phone.
    record Written(Optional<String> id, String from, String to, String text) {
        @Override
        public String toString() {
            return "Written"; // a body never reaches a log
        }
    }

    /// Whether it comes from the provider. Nobody is let in while nothing is asked.
    boolean trusts(Callback call) {
        boolean asked = token.isPresent() || signature.isPresent();
        return asked
                && token.map(secret -> shows(call, secret)).orElse(true)
                && signature.map(rule -> signed(call, rule)).orElse(true);
    }

    private static boolean shows(Callback call, String secret) {
        String bearer =
                call.header("authorization")
                        .filter(value -> value.startsWith(BEARER))
                        .map(value -> value.substring(BEARER.length()))
                        .orElse("");
        return Signatures.same(secret, call.parameter("token").orElse(bearer));
    }

    private static boolean signed(Callback call, Signature rule) {
        return call.header(rule.header())
                .filter(value -> Signatures.signs(value, rule.secret(), call.body()))
                .isPresent();
    }

    /// The receipts of a call; those without id or status are left out.
    List<Told> receipts(Callback call) {
        return items(call).stream().flatMap(item -> told(item).stream()).toList();
    }

    private Optional<Told> told(Document item) {
        Optional<String> key = receipt.id().find(item);
        Optional<Fact.Report> report =
                receipt.status()
                        .find(item)
                        .map(word -> words.report(word, receipt.error().find(item)));
        return key.flatMap(id ->
                report.map(said -> new Told(id, receipt.phone().find(item).orElse(""), said)));
    }

    List<Written> inbound(Callback call) {
        return items(call).stream().flatMap(item -> written(item).stream()).toList();
    }

    private Optional<Written> written(Document item) {
        Optional<String> from = inbound.from().find(item);
        Optional<String> to = inbound.to().find(item);
        return from.flatMap(phone ->
                to.map(sender ->
                        new Written(
                                inbound.id().flatMap(id -> id.find(item)),
                                phone,
                                sender,
                                inbound.text().find(item).orElse(""))));
    }

    private List<Document> items(Callback call) {
        Document whole = Document.of(call);
        JsonNode found = list.node(whole.json()).orElse(whole.json());
        return found.isArray()
                ? StreamSupport.stream(found.spliterator(), false).map(whole::part).toList()
                : List.of(whole.part(found));
    }
}
