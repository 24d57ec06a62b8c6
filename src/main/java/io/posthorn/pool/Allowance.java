package io.posthorn.pool;

import io.posthorn.message.Quota;
import io.posthorn.message.Sender;
import io.posthorn.message.Usage;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a sender may still send of its quotas, in this day and month of its reset zone. Safe for
/// many threads.
public final class Allowance {

    private final Sender.Limits limits;
    private final List<Account> accounts = new ArrayList<>();

    /// How one quota stands.
    ///
    /// @param resets when its period ends
    public record Balance(Quota quota, int used, Instant resets) {}

    private static final class Account {
        private final Quota quota;
        private LocalDate period = LocalDate.MIN;
        private Instant ends = Instant.MIN;
        private int used;
        private final Set<Long> recipients = new HashSet<>();

        Account(Quota quota) {
            this.quota = quota;
        }

        boolean counts(String country) {
            return quota.countries().isEmpty() || quota.countries().contains(country);
        }

        boolean has(int segments, long recipient) {
            return switch (quota.kind()) {
                case MESSAGES -> used < quota.limit();
                case SEGMENTS -> used + segments <= quota.limit();
                case UNIQUE_RECIPIENTS ->
                        recipients.size() < quota.limit() || recipients.contains(recipient);
            };
        }

        void add(int messages, int segments, long recipient) {
            switch (quota.kind()) {
                case MESSAGES -> used += messages;
                case SEGMENTS -> used += segments;
                case UNIQUE_RECIPIENTS -> {
                    recipients.add(recipient);
                    used = recipients.size();
                }
            }
        }
    }

    public Allowance(Sender.Limits limits) {
        this.limits = limits;
        limits.all().forEach(quota -> accounts.add(new Account(quota)));
    }

    public boolean unlimited() {
        return accounts.isEmpty();
    }

    /// The first day of the period of `kind` that `now` is in.
    public static LocalDate period(Quota.Period kind, Sender.Limits limits, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, limits.zone());
        return switch (kind) {
            case DAY -> today;
            case MONTH -> today.with(TemporalAdjusters.firstDayOfMonth());
        };
    }

    /// What was used before this process began.
    public synchronized void used(Usage usage, Instant now) {
        turn(now);
        for (Account account : accounts) {
            if (account.quota.period() == usage.kind()
                    && account.period.toString().equals(usage.period())
                    && account.counts(usage.country())) {
                account.recipients.addAll(usage.recipients());
                switch (account.quota.kind()) {
                    case MESSAGES -> account.used += usage.messages();
                    case SEGMENTS -> account.used += usage.segments();
                    case UNIQUE_RECIPIENTS -> account.used = account.recipients.size();
                }
            }
        }
    }

    /// When a message to `recipient` may go; empty: now.
    synchronized Optional<Instant> opens(
            int segments, String country, long recipient, Instant now) {
        turn(now);
        return accounts.stream()
                .filter(account -> account.counts(country) && !account.has(segments, recipient))
                .map(account -> account.ends)
                .max(Instant::compareTo);
    }

    synchronized void take(int segments, String country, long recipient, Instant now) {
        turn(now);
        accounts.stream()
                .filter(account -> account.counts(country))
                .forEach(account -> account.add(1, segments, recipient));
    }

    /// It was taken and the message did not leave. A recipient stays counted: he was as good as
    /// reached, and may be again.
    public synchronized void giveBack(int segments, String country) {
        for (Account account : accounts) {
            if (account.counts(country) && account.quota.kind() != Quota.Kind.UNIQUE_RECIPIENTS) {
                account.used -= account.quota.kind() == Quota.Kind.MESSAGES ? 1 : segments;
                account.used = Math.max(0, account.used);
            }
        }
    }

    public synchronized List<Balance> balances(Instant now) {
        turn(now);
        return accounts.stream()
                .map(account -> new Balance(account.quota, account.used, account.ends))
                .toList();
    }

    private void turn(Instant now) {
        for (Account account : accounts) {
            if (!now.isBefore(account.ends)) {
                LocalDate period = period(account.quota.period(), limits, now);
                if (!period.equals(account.period)) {
                    account.used = 0;
                    account.recipients.clear();
                }
                account.period = period;
                account.ends = end(account.quota.period(), period);
            }
        }
    }

    private Instant end(Quota.Period kind, LocalDate begun) {
        LocalDate next =
                switch (kind) {
                    case DAY -> begun.plusDays(1);
                    case MONTH -> begun.plusMonths(1);
                };
        return next.atStartOfDay(limits.zone()).toInstant();
    }
}
