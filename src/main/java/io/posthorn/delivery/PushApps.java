package io.posthorn.delivery;

import io.posthorn.delivery.Inventory.NewMember;
import io.posthorn.delivery.Inventory.NewPool;
import io.posthorn.message.Channel;
import io.posthorn.message.Connection;
import io.posthorn.message.ConnectionId;
import io.posthorn.message.CredentialId;
import io.posthorn.message.Device;
import io.posthorn.message.Origin;
import io.posthorn.message.Policy;
import io.posthorn.message.PoolId;
import io.posthorn.message.PushApp;
import io.posthorn.message.PushApp.Credential;
import io.posthorn.message.Sender;
import io.posthorn.message.SenderId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The apps of accounts and what they are known by: a credential is a sender and its connection.
public final class PushApps {

    /// The app an account has from the start.
    public static final String FIRST = "default";

    private static final String TAG = "credentials"; // of a pool made of two

    private final Inventory inventory;

    public PushApps(Inventory inventory) {
        this.inventory = inventory;
    }

    /// Of an account; one of them is the default.
    public List<PushApp> of(String account) {
        List<PushApp> apps = inventory.snapshot().pushApps(account);
        return apps.isEmpty() ? List.of(ensure(account, FIRST)) : apps;
    }

    public Optional<PushApp> app(String account, String name) {
        return of(account).stream().filter(app -> app.name().equals(name)).findFirst();
    }

    public PushApp byDefault(String account) {
        return of(account).stream().filter(PushApp::isDefault).findFirst().orElseThrow();
    }

    /// The app a credential is of.
    public Optional<PushApp> of(String account, CredentialId id) {
        return of(account).stream().filter(app -> app.credential(id).isPresent()).findFirst();
    }

    private PushApp ensure(String account, String name) {
        return inventory.change(edit -> existing(edit, account, name));
    }

    private static PushApp existing(Inventory.Editing edit, String account, String name) {
        List<PushApp> apps = edit.before().pushApps(account);
        return apps.stream()
                .filter(app -> app.name().equals(name))
                .findFirst()
                .orElseGet(() -> {
                    if (apps.size() >= PushApp.APPS_MOST) {
                        throw new Conflict("An account has at most " + PushApp.APPS_MOST + " apps");
                    }
                    boolean first = apps.isEmpty();
                    PushApp app =
                            new PushApp(account, name, first, List.of(), edit.now(), edit.now());
                    edit.next().put(app);
                    return app;
                });
    }

    /// A credential to be made.
    ///
    /// @param app is made when there is none of this name
    /// @param settings of its connection, complete
    public record NewCredential(
            String account,
            String app,
            PushApp.Type type,
            Map<String, String> settings,
            boolean isDefault) {}

    /// Makes its connection and its sender too.
    public Credential add(NewCredential wanted) {
        of(wanted.account);
        return inventory.change(edit -> {
            PushApp app = existing(edit, wanted.account, wanted.app);
            if (app.credentials().size() >= PushApp.CREDENTIALS_MOST) {
                throw new Conflict(
                        "An app has at most " + PushApp.CREDENTIALS_MOST + " credentials");
            }
            CredentialId id = new CredentialId(inventory.nextId(edit.now()));
            ConnectionId connection = new ConnectionId(inventory.nextId(edit.now()));
            edit.next().put(connection(wanted, id, connection, edit.now()));
            edit.next().put(sender(wanted, id, connection, edit.now()));
            PushApp grown = app.with(id, wanted.type, wanted.isDefault, edit.now());
            edit.next().put(grown);
            return grown.credential(id).orElseThrow();
        });
    }

    private static Connection connection(
            NewCredential wanted, CredentialId id, ConnectionId connection, Instant now) {
        return new Connection(
                connection,
                wanted.account,
                id.toString(),
                wanted.type.connection(),
                wanted.settings,
                OptionalDouble.empty(),
                now,
                now);
    }

    private static Sender sender(
            NewCredential wanted, CredentialId id, ConnectionId connection, Instant now) {
        Sender.Kind kind = Sender.Kind.valueOf(wanted.type.connection());
        return new Sender(
                new SenderId(id.value()),
                wanted.account,
                id.toString(),
                Channel.PUSH,
                connection,
                Optional.of(wanted.app),
                Map.of(),
                Sender.Status.ACTIVATED,
                kind.usualThroughput(),
                OptionalInt.empty(),
                Sender.Limits.NONE,
                Set.of(),
                kind,
                now,
                now);
    }

    /// Lets a credential be what its app uses for its type.
    public Credential makeDefault(String account, CredentialId id) {
        return inventory.change(edit -> {
            PushApp app =
                    edit.before().pushApps(account).stream()
                            .filter(each -> each.credential(id).isPresent())
                            .findFirst()
                            .orElseThrow(() -> new Conflict(id + " was deleted meanwhile"))
                            .defaulting(id, edit.now());
            edit.next().put(app);
            return app.credential(id).orElseThrow();
        });
    }

    /// Lets an app be what is meant where none is named.
    public PushApp makeDefault(String account, String name) {
        return inventory.change(edit -> {
            List<PushApp> apps =
                    edit.before().pushApps(account).stream()
                            .map(each -> each.withDefault(each.name().equals(name), edit.now()))
                            .toList();
            apps.forEach(edit.next()::put);
            return apps.stream().filter(PushApp::isDefault).findFirst().orElseThrow();
        });
    }

    /// Its sender and its connection go with it.
    public void delete(String account, CredentialId id) {
        Optional<Sender> sender = inventory.snapshot().sender(account, new SenderId(id.value()));
        sender.ifPresent(found -> {
            inventory.deleteSender(found.id());
            inventory.deleteConnection(found.connection());
        });
    }

    /// The defaults of an app; empty when it has none.
    public Optional<Origin> origin(PushApp app) {
        List<Credential> defaults =
                Stream.of(Device.Provider.values())
                        .flatMap(provider -> app.fallback(provider).stream())
                        .toList();
        return defaults.isEmpty() ? Optional.empty() : Optional.of(origin(app, defaults));
    }

    /// One credential, or one for each of two services: a pool of the two, made when it is first
    /// asked for.
    public Origin origin(PushApp app, List<Credential> credentials) {
        if (credentials.size() == 1) {
            return new Origin.FromSender(credentials.getFirst().sender());
        }
        return new Origin.FromPool(pool(app, credentials));
    }

    private synchronized PoolId pool(PushApp app, List<Credential> credentials) {
        String ids =
                credentials.stream()
                        .map(each -> each.id().toString())
                        .sorted()
                        .collect(Collectors.joining("."));
        return inventory.snapshot().pools(app.account()).stream()
                .filter(pool -> ids.equals(pool.tags().get(TAG)))
                .findFirst()
                .map(pool -> pool.id())
                .orElseGet(() -> inventory.addPool(newPool(app, ids, credentials)).pool());
    }

    private static NewPool newPool(PushApp app, String ids, List<Credential> credentials) {
        return new NewPool(
                app.account(),
                Optional.of(app.name()),
                Map.of(TAG, ids),
                Policy.DEFAULT,
                credentials.stream()
                        .map(each ->
                                new NewMember(
                                        Optional.of(each.sender()),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        OptionalDouble.empty()))
                        .toList());
    }

    /// The app whose people an origin notifies.
    public PushApp of(String account, Origin origin) {
        return senders(origin)
                .flatMap(sender -> of(account, new CredentialId(sender.value())).stream())
                .findFirst()
                .orElseGet(() -> byDefault(account));
    }

    private Stream<SenderId> senders(Origin origin) {
        return switch (origin) {
            case Origin.FromSender(SenderId sender) -> Stream.of(sender);
            case Origin.FromPool(PoolId pool) ->
                    inventory.snapshot().members(pool).stream().map(member -> member.sender());
            case Origin.FromInventory _, Origin.AutoReply _, Origin.Inbound _ -> Stream.empty();
        };
    }
}
