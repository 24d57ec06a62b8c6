/// SMS through any aggregator with an HTTP API, described by templates.
@NullMarked
package io.posthorn.channel.http;

import org.jspecify.annotations.NullMarked;
