package io.posthorn.api;

/// One thing that is wrong with a request.
///
/// @param context where: a JSONPath into the body or the query, `$` for the whole
public record Problem(Code code, String message, String context) {}
