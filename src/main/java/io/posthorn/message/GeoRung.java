package io.posthorn.message;

import java.util.Set;

/// How near a sender is to a recipient, nearest first (routing.md, section 4).
public enum GeoRung {

    /// Both have one area code (outside North America: one national destination code).
    SAME_AREA,

    /// Their area codes are given to the same area.
    OVERLAY,

    SAME_COUNTRY,

    FOREIGN,

    /// The sender is a name, which is at home nowhere.
    ALPHANUMERIC;

    public static GeoRung of(Sender sender, Address to) {
        return Home.of(sender).rung(Area.of(to));
    }

    /// A sender's half of the question: made once per sender, asked for each message.
    ///
    /// @param countries where it is at home; empty: everywhere. A short code is where it may send
    ///   to, a toll-free number of North America in the United States and Canada, where carriers
    ///   take its messages
    public record Home(boolean name, Area area, Set<String> countries) {

        private static final Set<String> TOLL_FREE_COUNTRIES = Set.of("US", "CA");

        public static Home of(Sender sender) {
            if (sender.channel() == Channel.SMS && sender.kind() == Sender.Kind.ALPHANUMERIC) {
                return new Home(true, Area.NOWHERE, Set.of());
            }
            if (!sender.address().startsWith("+")) {
                return new Home(false, Area.NOWHERE, sender.countries());
            }
            Area area = Area.ofNumber(sender.address());
            if (area.country().isEmpty()) {
                return new Home(false, area, Set.of("none"));
            }
            boolean tollFree =
                    sender.kind() == Sender.Kind.TOLL_FREE && sender.address().startsWith("+1");
            return new Home(false, area, tollFree ? TOLL_FREE_COUNTRIES : Set.of(area.country()));
        }

        public GeoRung rung(Area to) {
            if (name) {
                return ALPHANUMERIC;
            }
            if (area.same(to)) {
                return SAME_AREA;
            }
            if (area.overlays(to)) {
                return OVERLAY;
            }
            return countries.isEmpty() || countries.contains(to.country()) ? SAME_COUNTRY : FOREIGN;
        }
    }
}
