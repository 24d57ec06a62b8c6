/// Measures the server from outside: over HTTP on one side, as its carrier on the other.
@NullMarked
package io.posthorn.bench;

import org.jspecify.annotations.NullMarked;
