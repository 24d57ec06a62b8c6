/// Arguments, wiring, configuration and the clock: everything long-lived is made here.
@NullMarked
package io.posthorn;

import org.jspecify.annotations.NullMarked;
