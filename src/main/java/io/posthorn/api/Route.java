package io.posthorn.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// One line of the table of contents: an endpoint, what it takes, what it answers.
record Route<Q, B>(Draft<Q, B> draft, Handler<Q, B> handler) {

    /// Answers a request that is well-formed.
    @FunctionalInterface
    interface Handler<Q, B> {
        Response answer(Call<Q, B> call) throws InterruptedException;
    }

    /// Who may call: an account of ours; whoever a connector of ours lets in; or anybody, then
    /// outside the versions; or anybody's browser, then it is no part of the API either.
    enum Access {
        ACCOUNT,
        PROVIDER,
        ANYBODY,
        BROWSER
    }

    /// What a good answer looks like.
    ///
    /// @param view the record its body is made of; empty: no JSON body
    /// @param words what its properties are called
    record Answer(
            int status,
            Optional<Class<?>> view,
            Wording words,
            String contentType,
            List<String> headers) {}

    /// Nothing to read.
    record None() {}

    /// A route that lacks its handler.
    ///
    /// @param path with `{name}` for what varies; without the version
    /// @param requestHeaders headers with a meaning here
    /// @param conflicts whether 409 is among its answers
    record Draft<Q, B>(
            String method,
            String path,
            Access access,
            String summary,
            String description,
            Shape<Q> query,
            Shape<B> body,
            List<Header> requestHeaders,
            Answer answer,
            boolean conflicts) {

        record Header(String name, String description) {}

        boolean takesBody() {
            return !(body instanceof NothingShape);
        }

        Draft<Q, B> described(String text) {
            return new Draft<>(
                    method,
                    path,
                    access,
                    summary,
                    text,
                    query,
                    body,
                    requestHeaders,
                    answer,
                    conflicts);
        }

        <R> Draft<R, B> query(Shape<R> shape) {
            return new Draft<>(
                    method,
                    path,
                    access,
                    summary,
                    description,
                    shape,
                    body,
                    requestHeaders,
                    answer,
                    conflicts);
        }

        <R> Draft<Q, R> body(Shape<R> shape) {
            return new Draft<>(
                    method,
                    path,
                    access,
                    summary,
                    description,
                    query,
                    shape,
                    requestHeaders,
                    answer,
                    conflicts);
        }

        Draft<Q, B> header(String name, String text) {
            List<Header> headers = new ArrayList<>(requestHeaders);
            headers.add(new Header(name, text));
            return new Draft<>(
                    method,
                    path,
                    access,
                    summary,
                    description,
                    query,
                    body,
                    headers,
                    answer,
                    conflicts);
        }

        Draft<Q, B> answers(int status, Class<?> view) {
            return answers(status, view, List.of());
        }

        Draft<Q, B> answers(int status, Class<?> view, List<String> headers) {
            return answers(
                    new Answer(status, Optional.of(view), Wording.PLAIN, Response.JSON, headers));
        }

        /// With 200 and a view in the words of a kind.
        Draft<Q, B> answers(Class<?> view, Wording words) {
            return answers(new Answer(200, Optional.of(view), words, Response.JSON, List.of()));
        }

        /// With 202 and the reference of an operation.
        Draft<Q, B> startsOperation() {
            return answers(202, Accepted.OperationReference.class, Accepted.OPERATION_HEADERS);
        }

        /// With 202 and the reference of the resource that changes.
        Draft<Q, B> changesResource() {
            return answers(202, Accepted.ResourceReference.class, Accepted.RESOURCE_HEADERS);
        }

        Draft<Q, B> answersNothing(int status, List<String> headers) {
            return answers(new Answer(status, Optional.empty(), Wording.PLAIN, "", headers));
        }

        Draft<Q, B> answersText(String contentType) {
            return answers(
                    new Answer(200, Optional.empty(), Wording.PLAIN, contentType, List.of()));
        }

        private Draft<Q, B> answers(Answer good) {
            return new Draft<>(
                    method,
                    path,
                    access,
                    summary,
                    description,
                    query,
                    body,
                    requestHeaders,
                    good,
                    conflicts);
        }

        Draft<Q, B> mayConflict() {
            return new Draft<>(
                    method,
                    path,
                    access,
                    summary,
                    description,
                    query,
                    body,
                    requestHeaders,
                    answer,
                    true);
        }

        Route<Q, B> by(Handler<Q, B> handler) {
            return new Route<>(this, handler);
        }
    }

    static Draft<None, None> get(String path, String summary) {
        return draft("GET", path, Access.ACCOUNT, summary);
    }

    static Draft<None, None> post(String path, String summary) {
        return draft("POST", path, Access.ACCOUNT, summary);
    }

    static Draft<None, None> put(String path, String summary) {
        return draft("PUT", path, Access.ACCOUNT, summary);
    }

    static Draft<None, None> patch(String path, String summary) {
        return draft("PATCH", path, Access.ACCOUNT, summary);
    }

    static Draft<None, None> delete(String path, String summary) {
        return draft("DELETE", path, Access.ACCOUNT, summary);
    }

    /// A path outside the versions that needs no credentials.
    static Draft<None, None> open(String path, String summary) {
        return draft("GET", path, Access.ANYBODY, summary);
    }

    /// A page or a part of one.
    static Draft<None, None> page(String path, String summary) {
        return draft("GET", path, Access.BROWSER, summary);
    }

    /// A path for the provider of a connection: what it asks and sends, only its connector reads.
    static Draft<JsonNode, None> callback(String method, String path, String summary) {
        return draft(method, path, Access.PROVIDER, summary).query(new UnreadShape());
    }

    private static Draft<None, None> draft(
            String method, String path, Access access, String summary) {
        return new Draft<>(
                method,
                path,
                access,
                summary,
                "",
                Shape.object(_ -> new None()),
                new NothingShape(),
                List.of(),
                new Answer(200, Optional.empty(), Wording.PLAIN, "", List.of()),
                false);
    }
}
