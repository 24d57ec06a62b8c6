package io.posthorn.api;

import java.util.List;

/// What is different about the resources that send: messages, emails and notifications. Everything
/// else is one implementation, [Messages] and [MessageOperations].
///
/// @param request the body of a request to send
/// @param list what the query of a list is narrowed by
/// @param search the same in the body of a search
record Resource(
        Wording words,
        Shape<SendRequest> request,
        Shape<MessageFilter.Paged> list,
        Shape<MessageFilter.Paged> search) {

    static final Resource MESSAGES =
            of(Wording.MESSAGES, SendRequest.SHAPE, MessageFilter.PROFILE, MessageFilter.CHANNEL);

    static final Resource EMAILS = of(Wording.EMAILS, EmailRequest.SHAPE, MessageFilter.PROFILE);

    static final Resource NOTIFICATIONS =
            of(
                    Wording.NOTIFICATIONS,
                    PushRequest.SHAPE,
                    MessageFilter.USER,
                    MessageFilter.PROVIDER);

    static final List<Resource> ALL = List.of(MESSAGES, EMAILS, NOTIFICATIONS);

    /// @param filters what only some kinds are narrowed by
    private static Resource of(Wording words, Shape<SendRequest> request, Field<?>... filters) {
        return new Resource(
                words,
                request,
                MessageFilter.query(words, filters),
                MessageFilter.body(words, filters));
    }
}
