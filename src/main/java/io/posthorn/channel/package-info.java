/// Turns a message into an outcome, and nothing else. One folder per protocol; every connector
/// passes one contract.
@NullMarked
package io.posthorn.channel;

import org.jspecify.annotations.NullMarked;
