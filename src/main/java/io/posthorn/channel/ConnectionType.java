package io.posthorn.channel;

import io.posthorn.message.Channel;
import io.posthorn.message.Connection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A way to reach carriers, such as SMPP: what may be configured, and how to open it.
public interface ConnectionType {

    /// The `type` of a connection on the wire, such as `SMPP`.
    String name();

    Set<Channel> channels();

    /// The settings it takes; drives validation, the documentation and the console's form.
    List<Field> fields();

    /// The given settings over the defaults.
    default Map<String, String> complete(Map<String, String> given) {
        Map<String, String> settings = new LinkedHashMap<>();
        fields().forEach(f -> f.fallback().ifPresent(value -> settings.put(f.name(), value)));
        settings.putAll(given);
        return settings;
    }

    /// What is wrong with settings that are complete and valid by `fields()`, by the name of the
    /// field: a sentence that names it and quotes no secret.
    Map<String, String> faults(Map<String, String> settings);

    /// Opens without waiting: the connector connects in the background, reports its state to
    /// `inbox` and keeps trying. The settings are complete, valid by `fields()` and without faults.
    Connector open(Connection connection, Inbox inbox);

    /// One setting.
    ///
    /// @param fallback the default; empty: must be given
    /// @param choices the values allowed; empty: any that `form` allows
    record Field(
            String name, String help, Form form, Optional<String> fallback, List<String> choices) {

        public enum Form {
            TEXT,
            SECRET,
            INTEGER,
            BOOLEAN,
            /// `AUTO` or a positive integer.
            AUTO_OR_INTEGER,
            CHOICE
        }

        public static Field required(String name, String help, Form form) {
            return new Field(name, help, form, Optional.empty(), List.of());
        }

        public static Field optional(String name, String help, Form form, String fallback) {
            return new Field(name, help, form, Optional.of(fallback), List.of());
        }

        public static Field choice(String name, String help, String fallback, String... others) {
            var choices = new java.util.ArrayList<>(List.of(fallback));
            choices.addAll(List.of(others));
            return new Field(name, help, Form.CHOICE, Optional.of(fallback), List.copyOf(choices));
        }
    }
}
