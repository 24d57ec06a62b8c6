package io.posthorn.api;

import io.posthorn.delivery.Conflict;
import io.posthorn.store.StoreUnavailable;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// Takes every request from the port to its handler and every mishap to its answer.
public final class Api {

    private static final Logger LOG = LoggerFactory.getLogger(Api.class);

    private final Router router;
    private final Auth auth;
    private final RateLimit limit;
    private final Supplier<URI> publicUrl;
    private final LongSupplier nanos;
    private final Served served;

    /// What a server is told about itself.
    ///
    /// @param publicUrl what every absolute URL of an answer starts with; asked at every request,
    ///   because a port may not be known before
    /// @param requestsPerSecond per account; 0: no limit
    public record Settings(
            Supplier<URI> publicUrl, List<Account> accounts, int requestsPerSecond) {}

    /// Told of every answer; the place to count and time them.
    @FunctionalInterface
    public interface Served {

        /// One request was answered.
        ///
        /// @param path the route's, with `{name}` for what varies; empty when none was found
        void answered(String method, String path, int status, Duration took);
    }

    /// Reads the routes once.
    ///
    /// @param nanos a clock that never steps back
    public Api(Settings settings, Routes routes, LongSupplier nanos, Served served) {
        this.router = new Router(routes.all());
        this.auth = new Auth(settings.accounts);
        this.limit = new RateLimit(settings.requestsPerSecond, nanos);
        this.publicUrl = settings.publicUrl;
        this.nanos = nanos;
        this.served = served;
    }

    /// Never throws: whatever happens has an answer.
    public Response answer(Request request) {
        long start = nanos.getAsLong();
        Visit visit = new Visit(request);
        Response response = visit.answer();
        served.answered(
                request.method(),
                visit.path,
                response.status(),
                Duration.ofNanos(nanos.getAsLong() - start));
        return response;
    }

    /// The answer to something that is not an HTTP request we could read.
    public Response unreadable(int status, String reason) {
        Code code = status == 413 ? Code.TOO_LARGE : Code.MALFORMED;
        return new Problems(root()).of(new Refused(status, code, reason));
    }

    private String root() {
        return Links.root(publicUrl.get());
    }

    private final class Visit {

        private final Request request;
        private final String root = root();
        private final Problems problems = new Problems(root);
        private String path = "";

        Visit(Request request) {
            this.request = request;
        }

        Response answer() {
            try {
                return route();
            } catch (Refused refused) {
                return problems.of(refused);
            } catch (Conflict conflict) {
                return problems.of(Refused.conflict(conflict.reason()));
            } catch (StoreUnavailable unavailable) {
                LOG.atWarn()
                        .addKeyValue("path", path)
                        .setCause(unavailable)
                        .log("Answered 503: the store cannot be used");
                return problems.of(unavailable);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return problems.stopping();
            } catch (RuntimeException fault) {
                LOG.atError()
                        .addKeyValue("method", request.method())
                        .addKeyValue("path", path)
                        .setCause(fault)
                        .log("Answered 500");
                return problems.internal();
            }
        }

        private Response route() throws InterruptedException {
            Router.Match match =
                    router.find(request.method(), request.path(), publicUrl.get().getRawPath());
            path = match.route().draft().path();
            Account account = Account.NOBODY;
            if (match.route().draft().access() == Route.Access.ACCOUNT) {
                account = auth.account(request.header("authorization"));
                limit.take(account);
            }
            return call(match.route(), match, account);
        }

        private <Q, B> Response call(Route<Q, B> route, Router.Match match, Account account)
                throws InterruptedException {
            Findings findings = new Findings();
            Route.Draft<Q, B> draft = route.draft();
            Q query =
                    draft.query()
                            .read(Query.read(request.query(), draft.query()), Place.ROOT, findings);
            JsonNode document =
                    draft.takesBody() ? document(draft.body()) : MissingNode.getInstance();
            B body = draft.body().read(document, Place.ROOT, findings);
            findings.refuseIfAny();
            if (query == null || body == null) {
                throw new IllegalStateException("nothing was read and nothing was found wrong");
            }
            Links links = new Links(root, match.version());
            return route.handler()
                    .answer(
                            new Call<>(
                                    account,
                                    links,
                                    match.variables(),
                                    query,
                                    body,
                                    document,
                                    request));
        }

        private JsonNode document(Shape<?> shape) {
            String type = request.header("content-type").orElse("");
            byte[] bytes = request.body().read();
            if (shape instanceof FormShape<?> && mediaType(type).equals(FormShape.FORM)) {
                return FormShape.document(bytes);
            }
            if (!isJson(type)) {
                throw new Refused(
                        415,
                        Code.UNSUPPORTED_MEDIA_TYPE,
                        "The body must be sent as Content-Type: application/json");
            }
            return Json.parse(bytes);
        }

        private static String mediaType(String contentType) {
            return contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        }

        private static boolean isJson(String contentType) {
            String type = mediaType(contentType);
            return type.equals("application/json")
                    || (type.startsWith("application/") && type.endsWith("+json"));
        }
    }
}
