package io.posthorn.channel.http;

import io.posthorn.channel.ConnectionType.Field;
import io.posthorn.channel.ConnectionType.Field.Form;
import java.util.List;

/// The settings of an HTTP connection.
final class HttpSettings {
    static final List<Field> FIELDS =
            List.of(
                    Field.required(
                            "url",
                            "Where messages are sent to. A Liquid template, as headers and"
                                    + " bodyTemplate are, over: to, toDigits, from, fromDigits, text,"
                                    + " media (and media2 to media10, where it takes more than one),"
                                    + " messageId, attempt, segments, expiresAt, validitySeconds,"
                                    + " username, password; each is escaped as its place needs",
                            Form.TEXT),
                    Field.choice("method", "Its method", "POST", "GET", "PUT"),
                    Field.optional(
                            "headers", "Lines such as X-Account: {{ username }}", Form.TEXT, ""),
                    Field.choice("encoding", "What the body is", "JSON", "FORM", "XML", "TEXT"),
                    Field.optional(
                            "bodyTemplate",
                            "The body, such as {\"to\": \"{{ to }}\", \"text\": \"{{ text }}\"}",
                            Form.TEXT,
                            ""),
                    Field.choice(
                            "authorization",
                            "Who we say we are: username and password, or password as a token",
                            "NONE",
                            "BASIC",
                            "BEARER"),
                    Field.optional("username", "The account, for templates too", Form.TEXT, ""),
                    Field.optional("password", "Its secret, for templates too", Form.SECRET, ""),
                    Field.optional(
                            "successWhen",
                            "What a 2xx answer must say to be a yes, such as $.status = 0 | ok, or"
                                    + " /^OK/; empty: nothing more",
                            Form.TEXT,
                            ""),
                    Field.optional(
                            "throttledWhen",
                            "What an answer says when we are too fast; 429 is known",
                            Form.TEXT,
                            ""),
                    Field.optional(
                            "messageIdPath",
                            "Where the answer has the id that receipts name, such as"
                                    + " $.messages[0].id, or /id=(\\w+)/",
                            Form.TEXT,
                            ""),
                    Field.optional("errorCodePath", "Where a refusal has its code", Form.TEXT, ""),
                    Field.optional(
                            "errorCodes",
                            "What codes mean, in answers and receipts: 11 = CONTENT; 12 ="
                                    + " DESTINATION",
                            Form.TEXT,
                            ""),
                    Field.optional(
                            "callbackToken",
                            "What callbacks must show as the parameter token or as a bearer token",
                            Form.SECRET,
                            ""),
                    Field.optional(
                            "callbackSignatureHeader",
                            "Header with the HMAC-SHA256 of a callback's body",
                            Form.TEXT,
                            ""),
                    Field.optional("callbackSecret", "The key of that signature", Form.SECRET, ""),
                    Field.optional(
                            "receiptPath",
                            "Where a callback has its receipts or messages, one or a list",
                            Form.TEXT,
                            "$"),
                    Field.optional("receiptIdPath", "In each: the id", Form.TEXT, "$.id"),
                    Field.optional(
                            "receiptStatusPath", "In each: the status", Form.TEXT, "$.status"),
                    Field.optional(
                            "receiptErrorPath", "In each: the error code", Form.TEXT, "$.error"),
                    Field.optional("receiptPhonePath", "In each: the phone", Form.TEXT, "$.to"),
                    Field.optional(
                            "receiptStatuses",
                            "What statuses mean, over the usual words: 1 = DELIVERED; 2 ="
                                    + " UNDELIVERED",
                            Form.TEXT,
                            ""),
                    Field.optional("inboundFromPath", "The phone that writes", Form.TEXT, "$.from"),
                    Field.optional("inboundToPath", "The sender written to", Form.TEXT, "$.to"),
                    Field.optional("inboundTextPath", "What it writes", Form.TEXT, "$.text"),
                    Field.optional(
                            "inboundIdPath",
                            "The provider's id of it, by which one told twice is known; empty: the"
                                    + " same words within five minutes are the same message",
                            Form.TEXT,
                            ""),
                    Field.optional("window", "Requests in flight at once", Form.INTEGER, "20"),
                    Field.optional("timeoutSeconds", "Wait for an answer", Form.INTEGER, "30"));

    private HttpSettings() {}
}
