package io.posthorn;

import io.posthorn.api.Account;
import io.posthorn.event.AddressGuard;
import io.posthorn.message.ConsentRules;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What is needed to boot, and only that: everything else lives in the store and changes through
/// the API.
///
/// @param store `sqlite:PATH`
/// @param node this server's name among others on the same store
/// @param consent the words people take consent back with, and what is answered
/// @param retention how long messages stay readable after they were created
/// @param webhooks where events may be posted
public record Config(
        Http http,
        String store,
        List<Account> accounts,
        String node,
        Limits limits,
        Duration retention,
        ConsentRules consent,
        boolean simulator,
        AddressGuard.Reach webhooks) {

    /// Where the API listens and is reached.
    ///
    /// @param port 0: any free one
    /// @param publicUrl what every absolute URL starts with, path prefix included; empty: where it
    ///   listens
    public record Http(String host, int port, Optional<URI> publicUrl, Optional<Tls> tls) {}

    /// PEM files.
    public record Tls(Path certificate, Path key) {}

    /// What one caller may ask for.
    ///
    /// @param requestsPerSecond per account; 0: no limit
    public record Limits(long bodyBytes, int requestsPerSecond) {}
}
