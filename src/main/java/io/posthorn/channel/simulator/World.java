package io.posthorn.channel.simulator;

import io.posthorn.Time;

/// What all simulated providers share: the phones, how they behave, and the time.
record World(Phones phones, Behaviors behaviors, Agenda agenda, Time time) {}
