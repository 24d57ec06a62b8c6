package io.posthorn.api;

import io.posthorn.message.Operation;
import io.posthorn.message.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// How the resource of one kind of operation is called on the wire. What is answered is written
/// once, in the words of messages; this says it in the words of the kind: a `messageId` is an
/// `emailId`, what is `READ` is `OPENED`, and what a kind does not have is left out.
final class Wording {

    private static final List<Status> ALL_STATUSES =
            List.of(
                    Status.SCHEDULED,
                    Status.QUEUED,
                    Status.SENT,
                    Status.UNDELIVERED,
                    Status.FAILED,
                    Status.DELIVERED,
                    Status.READ,
                    Status.CANCELED,
                    Status.GROUP,
                    Status.INBOUND);

    private static final Set<String> OF_MESSAGES =
            Set.of(
                    "ContentView.media",
                    "ContentView.contentId",
                    "ContentView.modules",
                    "StepPreview.shown",
                    "StepPreview.text",
                    "StepPreview.encoding");
    private static final Set<String> OF_EMAILS =
            Set.of(
                    "FromView.name",
                    "ToView.name",
                    "ContentView.subject",
                    "ContentView.html",
                    "ContentView.attachments");

    private static final Set<String> OF_NOTIFICATIONS =
            Set.of(
                    "MessageView.device",
                    "MessageView.priority",
                    "MessageView.sound",
                    "ToView.userId",
                    "ToView.token",
                    "ToView.provider",
                    "ContentView.title",
                    "ContentView.body");

    /// A notification has one recipient with no address to be written to, and nobody tells more of
    /// it than that it was sent.
    private static final Set<String> NOT_OF_NOTIFICATIONS =
            Set.of(
                    "MessageView.to",
                    "ToView.address",
                    "ToView.channel",
                    "ToView.senderId",
                    "ToView.senderPoolId",
                    "ToView.addresses",
                    "ToView.profileId",
                    "ToView.memoryStoreId",
                    "ContentView.text",
                    "Stats.delivered",
                    "Stats.read",
                    "Stats.undelivered");

    private static final Set<String> OF_PREVIEWS = Set.of("RecipientPreview.content");

    /// Of resources that are not of a kind: everything is called as it is.
    static final Wording PLAIN =
            new Wording(Operation.Kind.MESSAGE, "Message", Map.of(), Set.of(), ALL_STATUSES);

    static final Wording MESSAGES =
            new Wording(
                    Operation.Kind.MESSAGE,
                    "Message",
                    Map.of(),
                    all(List.of(OF_EMAILS, OF_NOTIFICATIONS, OF_PREVIEWS)),
                    ALL_STATUSES);

    static final Wording EMAILS =
            new Wording(
                    Operation.Kind.EMAIL,
                    "Email",
                    Map.of("read", "opened"),
                    all(List.of(OF_MESSAGES, OF_NOTIFICATIONS)),
                    List.of(
                            Status.SCHEDULED,
                            Status.QUEUED,
                            Status.SENT,
                            Status.UNDELIVERED,
                            Status.FAILED,
                            Status.DELIVERED,
                            Status.READ,
                            Status.CANCELED,
                            Status.INBOUND));

    static final Wording NOTIFICATIONS =
            new Wording(
                    Operation.Kind.PUSH_NOTIFICATION,
                    "PushNotification",
                    Map.of("device", "to"),
                    all(List.of(OF_MESSAGES, OF_EMAILS, NOT_OF_NOTIFICATIONS)),
                    List.of(
                            Status.SCHEDULED,
                            Status.QUEUED,
                            Status.SENT,
                            Status.FAILED,
                            Status.CANCELED));

    private static final Set<String> VARYING =
            all(
                    List.of(
                            OF_MESSAGES,
                            OF_EMAILS,
                            OF_NOTIFICATIONS,
                            NOT_OF_NOTIFICATIONS,
                            OF_PREVIEWS));

    private final Operation.Kind kind;
    private final String name;
    private final Map<String, String> otherNames = new LinkedHashMap<>();
    private final Set<String> leftOut;
    private final List<Status> statuses;

    /// @param name of one of them, in upper camel case
    /// @param otherNames of properties whose word is another one
    /// @param leftOut properties it does not have, each as `View.property`
    /// @param statuses those it can have
    private Wording(
            Operation.Kind kind,
            String name,
            Map<String, String> otherNames,
            Set<String> leftOut,
            List<Status> statuses) {
        this.kind = kind;
        this.name = name;
        this.leftOut = leftOut;
        this.otherNames.put("messages", lowerFirst(name) + "s");
        this.otherNames.put("messageId", idName());
        this.otherNames.putAll(otherNames);
        this.statuses = statuses;
    }

    private static Set<String> all(List<Set<String>> some) {
        return some.stream().flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
    }

    static Wording of(Operation.Kind kind) {
        return switch (kind) {
            case EMAIL -> EMAILS;
            case MESSAGE -> MESSAGES;
            case PUSH_NOTIFICATION -> NOTIFICATIONS;
        };
    }

    Operation.Kind kind() {
        return kind;
    }

    /// Of one of them: `Email`.
    String name() {
        return name;
    }

    /// As in a sentence: `email`, `push notification`.
    String noun() {
        return name.replaceAll("(?<=.)(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }

    /// As in a sentence, with its article: `an email`.
    String aNoun() {
        return (kind == Operation.Kind.EMAIL ? "an " : "a ") + noun();
    }

    /// Of its id: `emailId`.
    String idName() {
        return lowerFirst(name) + "Id";
    }

    /// Of the resource, without the version: `/Emails`.
    String path() {
        return "/" + name + "s";
    }

    /// Of a property that a view of messages calls so; empty when this kind does not have it.
    Optional<String> property(Class<?> view, String plain) {
        return leftOut.contains(view.getSimpleName() + "." + plain)
                ? Optional.empty()
                : Optional.of(otherNames.getOrDefault(plain, plain));
    }

    /// The statuses there are, each with its word.
    Map<String, Status> statuses() {
        Map<String, Status> byWord = new LinkedHashMap<>();
        statuses.forEach(status -> byWord.put(kind.shown(status), status));
        return byWord;
    }

    /// Whether a property is called otherwise here than in some other kind.
    static boolean varies(Class<?> view, String property) {
        return VARYING.contains(view.getSimpleName() + "." + property)
                || List.of("messages", "messageId", "read").contains(property);
    }

    /// The name a schema has in this kind, when it is not the same in all of them.
    String schema(String plain) {
        if (kind == Operation.Kind.MESSAGE) {
            return plain;
        }
        return plain.contains("Message") ? plain.replace("Message", name) : name + plain;
    }

    private static String lowerFirst(String text) {
        return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }
}
