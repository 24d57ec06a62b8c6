/// Carriers that live on this machine: they speak the real protocols on loopback ports, so that
/// `dev`, the tests and the benchmark exercise the production connectors byte for byte.
///
/// [Smsc] is the SMS carrier, [Behavior] what it does wrong, [Phones] who receives.
@NullMarked
package io.posthorn.channel.simulator;

import org.jspecify.annotations.NullMarked;
