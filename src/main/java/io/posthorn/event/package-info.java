/// What happened, told to the outside: the log as CloudEvents, and endpoints they are posted to.
@NullMarked
package io.posthorn.event;

import org.jspecify.annotations.NullMarked;
