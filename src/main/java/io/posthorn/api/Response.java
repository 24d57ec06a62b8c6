package io.posthorn.api;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// One HTTP response, ready to be written.
public final class Response {

    static final String JSON = "application/json";

    private final int status;
    private final List<Header> headers;
    private final String contentType;
    private final byte[] body;
    private final Optional<Flow> flow;

    /// A body without an end: written piece by piece while somebody reads it.
    @FunctionalInterface
    interface Flow {

        /// Returns at the end; throws `IOException` when nobody reads any more.
        void writeTo(OutputStream out) throws IOException, InterruptedException;
    }

    public record Header(String name, String value) {}

    Response(int status, List<Header> headers, String contentType, byte[] body) {
        this(status, headers, contentType, body, Optional.empty());
    }

    private Response(
            int status,
            List<Header> headers,
            String contentType,
            byte[] body,
            Optional<Flow> flow) {
        this.status = status;
        this.headers = List.copyOf(headers);
        this.contentType = contentType;
        this.body = body;
        this.flow = flow;
    }

    static Response ok(Object view) {
        return json(200, view);
    }

    /// A view in the words of a kind.
    static Response ok(Object view, Wording words) {
        return new Response(200, List.of(), JSON, Json.bytes(view, words));
    }

    static Response json(int status, Object view, Header... headers) {
        return new Response(status, List.of(headers), JSON, Json.bytes(view));
    }

    static Response noContent() {
        return new Response(204, List.of(), "", new byte[0]);
    }

    static Response movedTo(String location) {
        return new Response(301, List.of(new Header("Location", location)), "", new byte[0]);
    }

    /// For now it is there; a browser asks again the next time.
    static Response foundAt(String location) {
        return new Response(302, List.of(new Header("Location", location)), "", new byte[0]);
    }

    static Response text(int status, String contentType, String body, Header... headers) {
        return new Response(
                status, List.of(headers), contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    static Response flowing(String contentType, Flow flow) {
        List<Header> headers = List.of(new Header("Cache-Control", "no-store"));
        return new Response(200, headers, contentType, new byte[0], Optional.of(flow));
    }

    public int status() {
        return status;
    }

    public List<Header> headers() {
        return headers;
    }

    /// Empty when there is no body.
    public String contentType() {
        return contentType;
    }

    /// Instead of a body.
    Optional<Flow> flow() {
        return flow;
    }

    byte[] body() {
        return body;
    }
}
