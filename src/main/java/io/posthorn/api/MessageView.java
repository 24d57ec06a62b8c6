package io.posthorn.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.posthorn.message.Address;
import io.posthorn.message.Attempt;
import io.posthorn.message.Channel;
import io.posthorn.message.DownstreamSid;
import io.posthorn.message.Failure;
import io.posthorn.message.Message;
import io.posthorn.message.MessageId;
import io.posthorn.message.Origin;
import io.posthorn.message.PoolId;
import io.posthorn.message.Recipient;
import io.posthorn.message.SenderId;
import io.posthorn.message.State;
import io.posthorn.message.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A Message as it is answered.
///
/// @param content on fetch only, like `attempts`
/// @param error why it ended badly; on fetch only
record MessageView(
        MessageId id,
        Optional<FromView> from,
        List<ToView> to,
        Status status,
        @JsonInclude(Include.NON_ABSENT) Optional<ContentView> content,
        @JsonInclude(Include.NON_ABSENT) Optional<List<AttemptView>> attempts,
        @JsonInclude(Include.NON_ABSENT) Optional<ErrorView> error,
        List<Related> related,
        Map<String, String> tags,
        Optional<Instant> scheduledFor,
        Instant createdAt,
        Instant updatedAt,
        Optional<Instant> deletedAt) {

    record FromView(
            @JsonInclude(Include.NON_ABSENT) Optional<String> address,
            @JsonInclude(Include.NON_ABSENT) Optional<Channel> channel,
            @JsonInclude(Include.NON_ABSENT) Optional<SenderId> senderId,
            @JsonInclude(Include.NON_ABSENT) Optional<PoolId> senderPoolId) {}

    record AddressView(String address, Address.Kind channel) {

        static AddressView of(Address address) {
            return new AddressView(address.value(), address.kind());
        }
    }

    record ToView(
            @JsonInclude(Include.NON_ABSENT) Optional<String> address,
            @JsonInclude(Include.NON_ABSENT) Optional<Address.Kind> channel,
            @JsonInclude(Include.NON_ABSENT) Optional<List<AddressView>> addresses,
            @JsonInclude(Include.NON_ABSENT) Optional<String> profileId,
            @JsonInclude(Include.NON_ABSENT) Optional<String> memoryStoreId) {

        static ToView of(Address address) {
            return new ToView(
                    Optional.of(address.value()),
                    Optional.of(address.kind()),
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
    static MessageView full(Message message, Links links) {
        return view(
                message,
                links,
                Optional.of(ContentView.resolved(message)),
                Optional.of(
                        message.attempts().stream()
                                .map(attempt -> attempt(message, attempt, links))
                                .toList()),
                failure(message.state()).map(failure -> ErrorView.of(failure, links)));
    }

    /// As it stands in a list.
    static MessageView metadata(Message message, Links links) {
        return view(message, links, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static MessageView view(
            Message message,
            Links links,
            Optional<ContentView> content,
            Optional<List<AttemptView>> attempts,
            Optional<ErrorView> error) {
        String operation = message.plan().operation().id().toString();
        return new MessageView(
                message.id(),
                from(message),
                List.of(to(message)),
                message.state().status(),
                content,
                attempts,
                error,
                List.of(new Related("OPERATION", operation, links.messageOperation(operation))),
                message.plan().tags(),
                message.plan().scheduledFor(),
                message.id().createdAt(),
                message.updatedAt(),
                Optional.empty());
    }

    /// The last sender that tried; before the first attempt what was asked for.
    private static Optional<FromView> from(Message message) {
        Optional<FromView> asked = asked(message.plan().operation().origin());
        if (message.attempts().isEmpty()) {
            return asked;
        }
        return Optional.of(
                from(message.attempts().getLast(), asked.flatMap(FromView::senderPoolId)));
    }

    private static Optional<FromView> asked(Origin origin) {
        return switch (origin) {
            case Origin.FromPool(PoolId pool) ->
                    Optional.of(
                            new FromView(
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.of(pool)));
            case Origin.FromSender(SenderId sender) ->
                    Optional.of(
                            new FromView(
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.of(sender),
                                    Optional.empty()));
            case Origin.FromInventory _ -> Optional.empty();
        };
    }

    private static FromView from(Attempt attempt, Optional<PoolId> pool) {
        return new FromView(
                Optional.of(attempt.address()),
                Optional.of(attempt.step().channel()),
                Optional.of(attempt.sender()),
                pool);
    }

    private static ToView to(Message message) {
        Recipient recipient = message.plan().to();
        if (!message.attempts().isEmpty()) {
            return ToView.of(message.attempts().getLast().step().to());
        }
        if (recipient.addresses().size() == 1) {
            return ToView.of(recipient.addresses().getFirst());
        }
        List<AddressView> addresses = recipient.addresses().stream().map(AddressView::of).toList();
        return new ToView(
                Optional.empty(),
                Optional.empty(),
                addresses.isEmpty() ? Optional.empty() : Optional.of(addresses),
                recipient.profile().map(Recipient.Profile::profileId),
                recipient.profile().map(Recipient.Profile::memoryStoreId));
    }

    private static AttemptView attempt(Message message, Attempt attempt, Links links) {
        String sid = new DownstreamSid(message.id(), attempt.number()).toString();
        return new AttemptView(
                sid,
                from(attempt, Optional.empty()),
                List.of(AddressView.of(attempt.step().to())),
                attempt.status(),
                attempt.step().channel(),
                attempt.sender(),
                attempt.at(),
                attempt.at(),
                attempt.updatedAt(),
                links.to("/Messages/Seek/" + sid),
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
                    State.Delivered _,
                    State.Read _,
                    State.Canceled _ ->
                    Optional.empty();
        };
    }
}
