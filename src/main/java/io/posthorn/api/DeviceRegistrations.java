package io.posthorn.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthorn.delivery.Inventory;
import io.posthorn.delivery.Ledger;
import io.posthorn.delivery.PushApps;
import io.posthorn.message.Device;
import io.posthorn.message.DeviceChange;
import io.posthorn.message.PushUserId;
import io.posthorn.message.Registration;
import io.posthorn.message.RegistrationId;
import io.posthorn.store.PushUserQuery;
import io.posthorn.store.RegistrationQuery;
import io.posthorn.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `/PushNotifications/DeviceRegistrations`: on which devices people use which apps.
final class DeviceRegistrations {

    private static final String PATH = "/PushNotifications/DeviceRegistrations";
    private static final int MAX_TOKEN = 4096; // a message of FCM is not longer

    static final Shape<Named<PushUserId>> USER_ID =
            Shapes.id("comms_pushnotificationuser_", PushUserId::parse);

    private final PushApps apps;
    private final Ledger ledger;
    private final Store store;
    private final Inventory inventory;
    private final Supplier<Instant> now;

    DeviceRegistrations(Parts parts, PushApps apps) {
        this.apps = apps;
        this.ledger = parts.ledger();
        this.store = parts.store();
        this.inventory = parts.inventory();
        this.now = parts.now();
    }

    /// A device, as a request names it: both its fields belong to the object they are read from.
    static final class OfDevice {

        static final Field<String> TOKEN =
                Field.required(
                        "token",
                        Shape.text(1, MAX_TOKEN)
                                .matching("[!-~]+", "printable and without spaces"));
        static final Field<Device.Provider> PROVIDER =
                Field.required("provider", Shape.choice(Device.Provider.class));

        private OfDevice() {}

        static @Nullable Device read(Values values, Place at, Findings findings) {
            Device device = new Device(values.get(PROVIDER), values.get(TOKEN));
            boolean hex = device.token().matches("[0-9a-fA-F]{2,512}");
            if (device.provider() == Device.Provider.APN && !hex) {
                findings.add("token of APN must be hexadecimal", at.property("token"));
                return null;
            }
            return device;
        }
    }

    record DeviceView(String token, Device.Provider provider) {}

    /// A DeviceRegistration as it is answered.
    ///
    /// @param devices the one registered last comes first
    record View(
            RegistrationId id,
            String appName,
            PushUserId userId,
            List<DeviceView> devices,
            List<MessageView.Related> related) {

        static View of(Registration registration, Links links) {
            String user = registration.user().toString();
            return new View(
                    registration.id(),
                    registration.app(),
                    registration.user(),
                    registration.devices().stream()
                            .map(each -> new DeviceView(each.token(), each.provider()))
                            .toList(),
                    List.of(
                            new MessageView.Related(
                                    "USER", user, links.to(PushUsers.PATH + "/" + user))));
        }
    }

    record ViewPage(
            List<View> deviceRegistrations,
            Page.Pagination pagination,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> nextPageToken) {}

    private record Register(Optional<String> app, Device device, Optional<Named<PushUserId>> user) {

        private static final Field<Optional<String>> APP =
                Field.optional("appName", PushAppList.NAME);
        private static final Field<Optional<Named<PushUserId>>> USER =
                Field.optional("userId", USER_ID.described("Left out: a new user has the device"));

        static final Shape<Register> SHAPE =
                Shape.object(values -> values, APP, OfDevice.TOKEN, OfDevice.PROVIDER, USER)
                        .named("DeviceRegister")
                        .then(Register::of);

        private static @Nullable Register of(Values values, Place at, Findings findings) {
            Device device = OfDevice.read(values, at, findings);
            return device == null ? null : new Register(values.get(APP), device, values.get(USER));
        }
    }

    /// What a list is narrowed by.
    private record Filter(Optional<Named<PushUserId>> user, Optional<String> app, Page page) {

        private static final Field<Optional<Named<PushUserId>>> USER =
                Field.optional("userId", USER_ID);
        private static final Field<Optional<String>> APP =
                Field.optional("appName", PushAppList.NAME);

        static final Shape<Filter> SHAPE =
                Shape.object(
                        values -> new Filter(values.get(USER), values.get(APP), Page.of(values)),
                        USER,
                        APP,
                        Page.PAGE_TOKEN,
                        Page.QUERY_SIZE);

        RegistrationQuery query(String account) {
            return new RegistrationQuery(
                    account,
                    user.map(named -> Set.of(named.id().orElse(new PushUserId(0))))
                            .orElse(Set.of()),
                    app,
                    page.before().map(RegistrationId::new),
                    page.size() + 1);
        }
    }

    private Response register(Call<Route.None, Register> call) throws InterruptedException {
        String app = app(call);
        PushUserId user =
                call.body()
                        .user
                        .map(named -> known(call.account(), named))
                        .orElseGet(() -> new PushUserId(inventory.nextId(now.get())));
        ledger.devices(
                List.of(
                        new DeviceChange.Registered(
                                new RegistrationId(inventory.nextId(now.get())),
                                call.account(),
                                app,
                                user,
                                call.body().device,
                                now.get())));
        return Response.json(
                201,
                store
                        .registrations(RegistrationQuery.of(call.account(), app, Set.of(user)))
                        .stream()
                        .findFirst()
                        .map(made -> View.of(made, call.links()))
                        .orElseThrow(
                                () -> Refused.conflict("The user was deleted at the same time")));
    }

    private String app(Call<Route.None, Register> call) {
        Optional<String> wanted = call.body().app;
        return wanted.map(name ->
                        apps.app(call.account(), name)
                                .orElseThrow(() ->
                                        Refused.notFound(
                                                "App " + name, Place.ROOT.property("appName"))))
                .orElseGet(() -> apps.byDefault(call.account()))
                .name();
    }

    private PushUserId known(String account, Named<PushUserId> named) {
        return named.in(
                        id -> store.pushUsers(PushUserQuery.one(account, id)).stream().findFirst(),
                        "User",
                        Place.ROOT.property("userId"))
                .id();
    }

    private Response list(Call<Filter, Route.None> call) {
        Page.Cut<Registration> cut =
                call.query()
                        .page
                        .cut(
                                store.registrations(call.query().query(call.account())),
                                each -> each.id().value());
        Stream<View> views = cut.items().stream().map(each -> View.of(each, call.links()));
        return Response.ok(new ViewPage(views.toList(), cut.pagination(), cut.next()));
    }

    List<Route<?, ?>> routes() {
        return List.of(
                Route.get(PATH, "List device registrations")
                        .query(Filter.SHAPE)
                        .answers(200, ViewPage.class)
                        .by(this::list),
                Route.post(PATH, "Register a device of a person")
                        .described(
                                "A person has one registration with an app, with "
                                        + Registration.DEVICES_MOST
                                        + " devices at most: the one registered first gives way. A"
                                        + " device that was another person's is this person's from"
                                        + " now on.")
                        .body(Register.SHAPE)
                        .answers(201, View.class)
                        .mayConflict()
                        .by(this::register));
    }
}
