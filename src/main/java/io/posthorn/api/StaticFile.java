package io.posthorn.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// A file that is the same until the next release: a browser keeps it and asks each time whether it
/// still is (RFC 9110, section 13.1.2).
final class StaticFile {

    private static final int TAG_LENGTH = 8; // octets: two releases of a file never share one

    private final String contentType;
    private final byte[] bytes;
    private final String etag;

    StaticFile(String contentType, String text) {
        this.contentType = contentType;
        this.bytes = text.getBytes(StandardCharsets.UTF_8);
        this.etag = '"' + HexFormat.of().formatHex(digest(bytes), 0, TAG_LENGTH) + '"';
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// 304 to who has it already.
    Response answer(Request request, List<Response.Header> more) {
        List<Response.Header> headers =
                Stream.concat(
                                more.stream(),
                                Stream.of(
                                        new Response.Header("ETag", etag),
                                        new Response.Header("Cache-Control", "no-cache")))
                        .toList();
        return request.header("if-none-match").filter(this::isKnownBy).isPresent()
                ? new Response(304, headers, "", new byte[0])
                : new Response(200, headers, contentType, bytes);
    }

    private boolean isKnownBy(String ifNoneMatch) {
        return Arrays.stream(ifNoneMatch.split(",", -1))
                .map(String::strip)
                .anyMatch(tag -> tag.equals(etag) || tag.equals("W/" + etag));
    }
}
