/// Makes changes durable together with their events, and is the queue. One interface, one contract
/// test, one adapter per database.
@NullMarked
package io.posthorn.store;

import org.jspecify.annotations.NullMarked;
