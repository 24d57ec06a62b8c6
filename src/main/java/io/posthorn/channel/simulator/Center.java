package io.posthorn.channel.simulator;

import io.posthorn.Time;
import io.posthorn.channel.smpp.CommandStatus;
import io.posthorn.channel.smpp.MessageCoding;
import io.posthorn.channel.smpp.Pdu;
import io.posthorn.message.Channel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The carrier behind its sockets: knows its customers and the senders they use.
final class Center {
    private final Map<String, String> passwords;
    private final MessageCoding coding;
    private final Behaviors behaviors;
    private final Traffic traffic;
    private final Agenda agenda;
    private final Time time;
    private final Postman postman;
    private final Map<String, Account> accounts = new ConcurrentHashMap<>();
    private final Map<String, Account> accountBySender = new ConcurrentHashMap<>();

    Center(Smsc.Settings settings, Behavior behavior, Phones phones, Time time) {
        this.passwords = settings.passwords();
        this.coding = settings.coding();
        this.behaviors = new Behaviors(behavior, time);
        this.traffic = new Traffic(settings.submitsKept());
        this.time = time;
        this.agenda = new Agenda(time);
        this.postman = new Postman(behaviors, phones, traffic, agenda, time);
    }

    MessageCoding coding() {
        return coding;
    }

    Behaviors behaviors() {
        return behaviors;
    }

    Traffic traffic() {
        return traffic;
    }

    Agenda agenda() {
        return agenda;
    }

    /// The status of the answer to a bind.
    CommandStatus admits(Pdu.Bind bind) {
        String password = passwords.get(bind.systemId());
        if (password == null && !passwords.isEmpty()) {
            return CommandStatus.ESME_RINVSYSID;
        }
        boolean refused =
                behaviors.of(Party.of(Channel.SMS, bind.systemId())).behavior().line().credentials()
                        == Behavior.Credentials.REFUSED;
        if (refused || (password != null && !password.equals(bind.password()))) {
            return CommandStatus.ESME_RINVPASWD;
        }
        return account(bind.systemId()).refusesBinds()
                ? CommandStatus.ESME_RBINDFAIL
                : CommandStatus.ESME_ROK;
    }

    Account account(String systemId) {
        return accounts.computeIfAbsent(systemId, _ -> new Account(agenda, traffic, time));
    }

    /// Delivers what a behaviour may have held back.
    void resume() {
        accounts.values().forEach(Account::pump);
    }

    /// The customers of this channel whose sessions a behaviour is about; nobody's for a phone's.
    List<Account> covered(Scope scope) {
        if (scope.phone().isPresent() || scope.channel().orElse(Channel.SMS) != Channel.SMS) {
            return List.of();
        }
        return scope.connection()
                .map(systemId -> List.of(account(systemId)))
                .or(() -> scope.sender().map(sender -> accountOf(sender).stream().toList()))
                .orElseGet(() -> List.copyOf(accounts.values()));
    }

    /// The customer who last sent from `sender`: replies to it are his.
    Optional<Account> accountOf(String sender) {
        return Optional.ofNullable(accountBySender.get(sender));
    }

    /// As [#accountOf(String)], but whoever is bound when nobody has sent from it yet.
    Optional<Account> receiverFor(String sender) {
        return accountOf(sender)
                .or(() ->
                        accounts.values().stream()
                                .filter(account -> !account.links().isEmpty())
                                .findFirst());
    }

    void submitted(Submit submit) {
        Account account = submit.bound().account();
        String sender = submit.submission().from();
        if (accountBySender.get(sender) != account) {
            accountBySender.put(sender, account);
        }
        postman.take(submit);
    }
}
