package io.posthorn.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.posthorn.message.Address;
import io.posthorn.message.Attempt;
import io.posthorn.message.Channel;
import io.posthorn.message.Content;
import io.posthorn.message.Device;
import io.posthorn.message.DownstreamSid;
import io.posthorn.message.Failure;
import io.posthorn.message.Message;
import io.posthorn.message.MessageId;
import io.posthorn.message.Operation;
import io.posthorn.message.Origin;
import io.posthorn.message.PoolId;
import io.posthorn.message.Recipient;
import io.posthorn.message.SenderId;
import io.posthorn.message.SessionId;
import io.posthorn.message.State;
import io.posthorn.message.Status;
import io.posthorn.message.Template;
import io.posthorn.message.Waiting;
import io.posthorn.message.WaitingReason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A Message as it is answered.
///
/// @param device whom a notification is for
/// @param priority of a notification, and its sound if it has one; on fetch only
/// @param content on fetch only, like `attempts`; what came from a phone has no attempts
/// @param deliveredVia ids of the attempts that reached a phone: more than one when a late receipt
///   came for one that had been given up; on fetch only, absent when there is none
/// @param sessionId of a message a sender has tried or received
/// @param error why it ended badly; on fetch only
/// @param waitingReason why it has not left; on fetch only, while it is scheduled or queued
/// @param waitingUntil when it is looked at again whatever happens
/// @param expiresAt the moment it is given up if it has not left by then; like `waitingReason`
record MessageView(
        MessageId id,
        Optional<FromView> from,
        List<ToView> to,
        Optional<ToView> device,
        Status status,
        @JsonInclude(Include.NON_ABSENT) Optional<Content.Urgency> priority,
        @JsonInclude(Include.NON_ABSENT) Optional<String> sound,
        @JsonInclude(Include.NON_ABSENT) Optional<ContentView> content,
        @JsonInclude(Include.NON_ABSENT) Optional<List<AttemptView>> attempts,
        @JsonInclude(Include.NON_ABSENT) Optional<List<String>> deliveredVia,
        @JsonInclude(Include.NON_ABSENT) Optional<ErrorView> error,
        @JsonInclude(Include.NON_ABSENT) Optional<SessionId> sessionId,
        @JsonInclude(Include.NON_ABSENT) Optional<WaitingReason> waitingReason,
        @JsonInclude(Include.NON_ABSENT) Optional<Instant> waitingUntil,
        @JsonInclude(Include.NON_ABSENT) Optional<Instant> expiresAt,
        List<Related> related,
        Map<String, String> tags,
        Optional<Instant> scheduledFor,
        Instant createdAt,
        Instant updatedAt,
        Optional<Instant> deletedAt) {

    /// @param name an email is from, if not the sender's own
    record FromView(
            @JsonInclude(Include.NON_ABSENT) Optional<String> name,
            @JsonInclude(Include.NON_ABSENT) Optional<String> address,
            @JsonInclude(Include.NON_ABSENT) Optional<Party> channel,
            @JsonInclude(Include.NON_ABSENT) Optional<SenderId> senderId,
            @JsonInclude(Include.NON_ABSENT) Optional<PoolId> senderPoolId) {}

    /// What an end of a message is reached by: a sender by its channel, a person by the kind of his
    /// address.
    enum Party {
        SMS,
        RCS,
        EMAIL,
        WHATSAPP,
        PUSH,
        PHONE,
        DEVICE
    }

    record AddressView(String address, Address.Kind channel) {

        static AddressView of(Address address) {
            return new AddressView(address.value(), address.kind());
        }
    }

    /// @param name an email is to
    /// @param userId the person a notification is for
    /// @param token of the device a notification is for, or was last tried on
    record ToView(
            @JsonInclude(Include.NON_ABSENT) Optional<String> name,
            @JsonInclude(Include.NON_ABSENT) Optional<String> address,
            @JsonInclude(Include.NON_ABSENT) Optional<Party> channel,
            @JsonInclude(Include.NON_ABSENT) Optional<SenderId> senderId,
            @JsonInclude(Include.NON_ABSENT) Optional<PoolId> senderPoolId,
            @JsonInclude(Include.NON_ABSENT) Optional<List<AddressView>> addresses,
            @JsonInclude(Include.NON_ABSENT) Optional<String> profileId,
            @JsonInclude(Include.NON_ABSENT) Optional<String> memoryStoreId,
            @JsonInclude(Include.NON_ABSENT) Optional<String> userId,
            @JsonInclude(Include.NON_ABSENT) Optional<String> token,
            @JsonInclude(Include.NON_ABSENT) Optional<Device.Provider> provider) {

        /// Whom a notification is for: a person with devices, or the device that was named.
        static ToView of(Recipient recipient, Optional<Device> device) {
            return new ToView(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    recipient.profile().map(Recipient.Profile::profileId),
                    device.map(Device::token),
                    device.map(Device::provider));
        }

        static ToView of(Address address, Optional<String> name) {
            return new ToView(
                    name,
                    Optional.of(address.value()),
                    Optional.of(Party.valueOf(address.kind().name())),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        /// The sender a phone wrote to.
        static ToView of(Attempt arrival, Optional<PoolId> pool) {
            return new ToView(
                    Optional.empty(),
                    Optional.of(arrival.address()),
                    Optional.of(party(arrival.step().channel())),
                    Optional.of(arrival.sender()),
                    pool,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }
    }

    record Related(String name, String id, String uri) {}

    /// @param upstream what the carrier answered, as it wrote it
    record ErrorView(int code, String message, String infoUrl, String upstream) {

        static ErrorView of(Failure failure, Links links) {
            return new ErrorView(
                    failure.code(),
                    failure.message(),
                    links.error(failure.code()),
                    failure.upstream());
        }
    }

    /// One try: the properties of both descriptions of it that the contract has had.
    ///
    /// @param possibleDuplicate the phone may have got the message twice
    record AttemptView(
            String id,
            FromView from,
            List<AddressView> to,
            Status status,
            Channel channel,
            SenderId senderId,
            Instant attemptedAt,
            Instant createdAt,
            Instant updatedAt,
            String infoUrl,
            @JsonInclude(Include.NON_ABSENT) Optional<ErrorView> error,
            boolean possibleDuplicate) {}

    record ViewPage(
            List<MessageView> messages,
            Page.Pagination pagination,
            @JsonInclude(Include.NON_ABSENT) Optional<String> nextPageToken) {}

    /// Everything about it.
    static MessageView full(Message message, Optional<Waiting> waiting, Links links) {
        return view(
                message,
                links,
                Optional.of(ContentView.resolved(message)),
                attempts(message, links),
                deliveredVia(message),
                failure(message.state()).map(failure -> ErrorView.of(failure, links)),
                waiting);
    }

    private static Optional<List<AttemptView>> attempts(Message message, Links links) {
        return message.state() instanceof State.Inbound
                ? Optional.empty()
                : Optional.of(
                        message.attempts().stream()
                                .map(attempt -> attempt(message, attempt, links))
                                .toList());
    }

    /// As it stands in a list.
    static MessageView metadata(Message message, Links links) {
        return view(
                message,
                links,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Optional<List<String>> deliveredVia(Message message) {
        List<String> sids =
                message.attempts().stream()
                        .filter(Attempt::arrived)
                        .map(attempt -> sid(message, attempt))
                        .toList();
        return Optional.of(sids).filter(found -> !found.isEmpty());
    }

    private static String sid(Message message, Attempt attempt) {
        return new DownstreamSid(message.id(), attempt.number()).toString();
    }

    private static MessageView view(
            Message message,
            Links links,
            Optional<ContentView> content,
            Optional<List<AttemptView>> attempts,
            Optional<List<String>> deliveredVia,
            Optional<ErrorView> error,
            Optional<Waiting> waiting) {
        return new MessageView(
                message.id(),
                from(message),
                List.of(to(message)),
                notification(message).map(_ -> to(message)),
                message.status(),
                content.flatMap(_ -> notification(message)).map(Content.Push::urgency),
                content.flatMap(_ -> notification(message)).flatMap(Content.Push::sound),
                content,
                attempts,
                deliveredVia,
                error,
                SessionId.of(message),
                waiting.map(Waiting::reason),
                waiting.flatMap(Waiting::until),
                waiting.map(_ -> message.plan().expiresAt()),
                related(message, links),
                message.plan().tags(),
                message.plan().scheduledFor(),
                message.id().createdAt(),
                message.updatedAt(),
                Optional.empty());
    }

    private static List<Related> related(Message message, Links links) {
        String operation = message.plan().operation().id().toString();
        Operation.Kind kind = message.plan().operation().kind();
        var itsOperation = new Related("OPERATION", operation, links.operation(kind, operation));
        return SessionId.of(message)
                .map(SessionId::toString)
                .map(id -> new Related("SESSION", id, links.list(kind) + "?sessionId=" + id))
                .map(itsSession -> List.of(itsOperation, itsSession))
                .orElse(List.of(itsOperation));
    }

    /// The last sender that tried; before the first attempt what was asked for.
    private static Optional<FromView> from(Message message) {
        if (message.plan().operation().origin() instanceof Origin.Inbound) {
            return Optional.of(from(message.attempts().getLast().step().to()));
        }
        Optional<String> name = fromName(message);
        Optional<FromView> asked = asked(message.plan().operation().origin(), name);
        if (message.attempts().isEmpty()) {
            return asked;
        }
        return Optional.of(
                from(message.attempts().getLast(), asked.flatMap(FromView::senderPoolId), name));
    }

    private static Optional<String> fromName(Message message) {
        Map<String, String> variables = message.plan().to().variables();
        return message.plan().operation().content() instanceof Content.Email email
                ? email.fromName().map(name -> Template.parse(name).render(variables))
                : Optional.empty();
    }

    private static Optional<FromView> asked(Origin origin, Optional<String> name) {
        return switch (origin) {
            case Origin.FromPool(PoolId pool) ->
                    Optional.of(
                            new FromView(
                                    name,
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.of(pool)));
            case Origin.FromSender(SenderId sender) -> asked(sender, name);
            case Origin.AutoReply(SenderId sender) -> asked(sender, name);
            case Origin.FromInventory _, Origin.Inbound _ -> Optional.empty();
        };
    }

    private static Optional<FromView> asked(SenderId sender, Optional<String> name) {
        return Optional.of(
                new FromView(
                        name,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(sender),
                        Optional.empty()));
    }

    private static FromView from(Attempt attempt, Optional<PoolId> pool, Optional<String> name) {
        return new FromView(
                name,
                Optional.of(attempt.address()),
                Optional.of(party(attempt.step().channel())),
                Optional.of(attempt.sender()),
                pool);
    }

    private static FromView from(Address person) {
        return new FromView(
                Optional.empty(),
                Optional.of(person.value()),
                Optional.of(Party.valueOf(person.kind().name())),
                Optional.empty(),
                Optional.empty());
    }

    private static Party party(Channel channel) {
        return Party.valueOf(channel.name());
    }

    static ToView to(Message message) {
        if (message.plan().operation().origin() instanceof Origin.Inbound(var _, var pool)) {
            return ToView.of(message.attempts().getLast(), pool);
        }
        if (notification(message).isPresent()) {
            return notified(message);
        }
        Recipient recipient = message.plan().to();
        if (!message.attempts().isEmpty()) {
            return ToView.of(message.attempts().getLast().step().to(), recipient.name());
        }
        if (recipient.addresses().size() == 1) {
            return ToView.of(recipient.addresses().getFirst(), recipient.name());
        }
        List<AddressView> addresses = recipient.addresses().stream().map(AddressView::of).toList();
        return new ToView(
                recipient.name(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                addresses.isEmpty() ? Optional.empty() : Optional.of(addresses),
                recipient.profile().map(Recipient.Profile::profileId),
                recipient.profile().map(Recipient.Profile::memoryStoreId),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static ToView notified(Message message) {
        Recipient recipient = message.plan().to();
        Optional<Address> tried =
                message.attempts().isEmpty()
                        ? recipient.addresses().stream()
                                .filter(_ -> recipient.profile().isEmpty())
                                .findFirst()
                        : Optional.of(message.attempts().getLast().step().to());
        return ToView.of(recipient, tried.flatMap(Device::of));
    }

    private static Optional<Content.Push> notification(Message message) {
        return message.plan().operation().content() instanceof Content.Push push
                ? Optional.of(push)
                : Optional.empty();
    }

    private static AttemptView attempt(Message message, Attempt attempt, Links links) {
        String sid = sid(message, attempt);
        return new AttemptView(
                sid,
                from(attempt, Optional.empty(), Optional.empty()),
                List.of(AddressView.of(attempt.step().to())),
                attempt.status(),
                attempt.step().channel(),
                attempt.sender(),
                attempt.at(),
                attempt.at(),
                attempt.updatedAt(),
                links.list(message.plan().operation().kind()) + "/Seek/" + sid,
                attempt.failure().map(failure -> ErrorView.of(failure, links)),
                attempt.possibleDuplicate());
    }

    /// Why a message ended badly.
    static Optional<Failure> failure(State state) {
        return switch (state) {
            case State.Failed(Failure failure, _) -> Optional.of(failure);
            case State.Undelivered(Failure failure, _) -> Optional.of(failure);
            case State.Unaddressable(Failure failure, _) -> Optional.of(failure);
            case State.Scheduled _,
                    State.Queued _,
                    State.Waiting _,
                    State.Sending _,
                    State.Unsure _,
                    State.Sent _,
                    State.Awaiting _,
                    State.Revoking _,
                    State.Delivered _,
                    State.Read _,
                    State.Canceled _,
                    State.Inbound _ ->
                    Optional.empty();
        };
    }
}
