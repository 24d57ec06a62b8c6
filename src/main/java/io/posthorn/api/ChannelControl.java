package io.posthorn.api;

import io.posthorn.message.Channel;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// Which channels may be used, and which first.
///
/// @param filterIn empty: all
/// @param order best first; channels not named follow
record ChannelControl(Set<Channel> filterIn, List<Channel> order) {

    static final ChannelControl NONE = new ChannelControl(Set.of(), List.of());

    private record Rank(Channel channel, int priority) {}

    private static final Field<List<Channel>> FILTER_IN =
            Field.withDefault(
                    "filterIn",
                    Shape.list(Shape.choice(Channel.class), 1, 5).unique(channel -> channel),
                    List.of());
    private static final Field<Channel> CHANNEL =
            Field.required("channel", Shape.choice(Channel.class));
    private static final Field<Integer> PRIORITY =
            Field.required(
                    "priority",
                    Shape.integer(0, Integer.MAX_VALUE)
                            .described("0 is the most preferred; numbers may be left out"));
    private static final Field<List<Rank>> RANKS =
            Field.withDefault(
                    "priority",
                    Shape.list(
                                    Shape.object(
                                            values ->
                                                    new Rank(
                                                            values.get(CHANNEL),
                                                            values.get(PRIORITY)),
                                            CHANNEL,
                                            PRIORITY),
                                    0,
                                    5)
                            .unique(Rank::channel),
                    List.of());

    static final Shape<ChannelControl> SHAPE =
            Shape.object(ChannelControl::of, FILTER_IN, RANKS).named("SenderChannelControl");

    private static ChannelControl of(Values values) {
        List<Channel> order =
                values.get(RANKS).stream()
                        .sorted(Comparator.comparingInt(Rank::priority))
                        .map(Rank::channel)
                        .toList();
        return new ChannelControl(Set.copyOf(values.get(FILTER_IN)), order);
    }
}
