package io.posthorn.api;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// One HTTP response, ready to be written.
public final class Response {

    static final String JSON = "application/json";

    private final int status;
    private final List<Header> headers;
    private final String contentType;
    private final byte[] body;

    public record Header(String name, String value) {}

    Response(int status, List<Header> headers, String contentType, byte[] body) {
        this.status = status;
        this.headers = List.copyOf(headers);
        this.contentType = contentType;
        this.body = body;
    }

    static Response ok(Object view) {
        return json(200, view);
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

    static Response text(int status, String contentType, String body, Header... headers) {
        return new Response(
                status, List.of(headers), contentType, body.getBytes(StandardCharsets.UTF_8));
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

    byte[] body() {
        return body;
    }
}
