package io.posthorn.channel.rcs;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Which phones have RCS, as far as we were told in the last day.
final class Reachable {
    private static final Duration REMEMBERED = Duration.ofHours(24);
    private static final int MOST = 200_000; // phones; some 40 MB

    private final Map<String, Answer> answers =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Answer> eldest) {
                    return size() > MOST;
                }
            };

    private record Answer(boolean yes, Instant until) {}

    /// Empty when it has to be asked.
    synchronized Optional<Boolean> known(String phone, Instant now) {
        return Optional.ofNullable(answers.get(phone))
                .filter(answer -> now.isBefore(answer.until))
                .map(Answer::yes);
    }

    synchronized void learn(String phone, boolean yes, Instant now) {
        answers.put(phone, new Answer(yes, now.plus(REMEMBERED)));
    }
}
