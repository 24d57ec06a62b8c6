/// The HTTP API: what may be asked, what is answered, and nothing else.
///
/// [Routes] is the table of contents. A request body becomes a record through a [Shape], which is
/// also its JSON Schema, so `openapi.json` cannot promise what the parser refuses.
@NullMarked
package io.posthorn.api;

import org.jspecify.annotations.NullMarked;
