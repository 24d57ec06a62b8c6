package io.posthorn.channel.simulator;

import java.util.LinkedHashMap;
import java.util.Map;

/// What a simulated HTTP provider does with a message: what the magic recipients ask for; all
/// others get theirs at once.
enum Treatment {
    DELIVER,
    DELIVER_LATER,
    /// Taken, and reported as failed.
    FAIL,
    /// Taken, and never reported.
    SAY_NOTHING,
    /// Reported before it is answered.
    REPORT_FIRST,
    NO_RECIPIENT,
    NO_CONTENT,
    THROTTLE,
    NEVER_ANSWER;

    /// Decides; remembers whom it has turned away for going too fast.
    static final class Chooser {
        private static final int THROTTLES = 3;
        private static final int MEMORY = 1_000;

        private final Map<String, Integer> turnedAway =
                new LinkedHashMap<>() {
                    private static final long serialVersionUID = 1;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
                        return size() > MEMORY;
                    }
                };

        Treatment of(String phone, String text) {
            return MagicNumber.of(phone).map(number -> of(number, text)).orElse(DELIVER);
        }

        private Treatment of(MagicNumber number, String text) {
            return switch (number) {
                case INVALID -> NO_RECIPIENT;
                case DELIVERED_AT_ONCE, NOT_RCS_CAPABLE -> DELIVER;
                case NOT_MOBILE, UNREACHABLE -> FAIL;
                case DELIVERED_LATER -> DELIVER_LATER;
                case THROTTLED -> turnAway(text) ? THROTTLE : DELIVER;
                case NO_ANSWER -> NEVER_ANSWER;
                case EARLY_RECEIPT -> REPORT_FIRST;
                case NO_RECEIPT -> SAY_NOTHING;
                case CONTENT_REJECTED -> NO_CONTENT;
            };
        }

        private synchronized boolean turnAway(String text) {
            int times = turnedAway.merge(text, 1, Integer::sum);
            if (times > THROTTLES) {
                turnedAway.remove(text);
            }
            return times <= THROTTLES;
        }
    }
}
