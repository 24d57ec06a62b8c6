package io.posthorn.api;

/// The error codes the API itself answers with: numbers of the Twilio error dictionary where it has
/// one for the case, with what they mean here.
public enum Code {
    UNKNOWN_PARAMETER(20001, "The request has a parameter this endpoint does not know."),
    UNAUTHENTICATED(20003, "The credentials are missing or wrong."),
    METHOD_NOT_ALLOWED(20004, "The path exists, the method does not; `Allow` lists those that do."),
    MALFORMED(20400, "The request could not be read at all."),
    NOT_FOUND(20404, "The resource does not exist, or belongs to another account."),
    CONFLICT(20409, "The request contradicts what is there."),
    TOO_LARGE(20413, "The body is longer than the server takes."),
    UNSUPPORTED_MEDIA_TYPE(20415, "The body is not `application/json`."),
    INVALID_PARAMETER(20422, "A parameter is missing or has a value that is not allowed."),
    TOO_MANY_REQUESTS(20429, "More requests than the account may make; wait for `Retry-After`."),
    INTERNAL(20500, "The server is at fault; its log says more."),
    UNAVAILABLE(20503, "The server cannot do this now; wait for `Retry-After`."),
    INVALID_TO(21211, "The recipient's number is not a valid phone number."),
    BODY_REQUIRED(21602, "A message needs text, media, a template or modules."),
    TO_REQUIRED(21604, "A message needs at least one recipient."),
    TEXT_TOO_LONG(21617, "The text has more than 1,600 characters."),
    INVALID_MEDIA_URL(21620, "The media URL is not an absolute http or https URL."),
    TOO_MANY_MEDIA(21623, "A message carries at most 10 media items."),
    INVALID_VALIDITY(21624, "The validity period is not between 1 and 36,000 seconds."),
    INVALID_CONTENT_ID(21655, "The content template id is not valid."),
    INVALID_CONTENT_VARIABLES(21656, "The recipient's variables do not fill the content template."),
    TOO_LONG(21658, "A parameter has more characters than allowed."),
    NOT_CANCELABLE(30409, "Everything of the operation has left already.");

    private final int number;
    private final String meaning;

    Code(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    public int number() {
        return number;
    }

    /// One sentence, Markdown.
    public String meaning() {
        return meaning;
    }
}
