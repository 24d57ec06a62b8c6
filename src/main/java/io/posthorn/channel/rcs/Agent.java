package io.posthorn.channel.rcs;

import io.posthorn.channel.AccessTokens;
import io.posthorn.channel.HttpReply;
import io.posthorn.channel.HttpUpstream;
import io.posthorn.channel.Settings;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The calls of one agent (RBM API reference, v1, "phones").
final class Agent {
    private final Settings settings;
    private final String id;
    private final HttpUpstream upstream;
    private final AccessTokens tokens;

    Agent(Settings settings, HttpUpstream upstream, AccessTokens tokens) {
        this.settings = settings;
        this.id = settings.text("agentId");
        this.upstream = upstream;
        this.tokens = tokens;
    }

    HttpUpstream upstream() {
        return upstream;
    }

    AccessTokens.Grant grant() throws InterruptedException {
        AccessTokens.Grant grant = tokens.grant();
        switch (grant) {
            case AccessTokens.Grant.Token _ -> {}
            case AccessTokens.Grant.Denied(String why) -> upstream.refuses(why);
            case AccessTokens.Grant.Unanswered _ -> upstream.check();
        }
        return grant;
    }

    /// phones.getCapabilities: 200 for a phone the agent can reach, 404 for others.
    HttpReply capabilities(AccessTokens.Grant.Token token, String phone, String request)
            throws InterruptedException {
        return ask(token, request(phone, "/capabilities?requestId=" + encoded(request)).GET());
    }

    /// users.batchGet: of up to 10,000 phones those the agent can reach.
    HttpReply reachable(AccessTokens.Grant.Token token, List<String> phones)
            throws InterruptedException {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("agentId", id);
        ArrayNode users = body.putArray("users");
        phones.forEach(users::add);
        return ask(
                token,
                HttpRequest.newBuilder(settings.below("/v1/users:batchGet"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body.toString())));
    }

    /// phones.agentMessages.create; 409 when a message of this id was taken before.
    HttpReply create(AccessTokens.Grant.Token token, String phone, String message, String body)
            throws InterruptedException {
        return ask(
                token,
                request(phone, "/agentMessages?messageId=" + encoded(message))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)));
    }

    /// phones.agentMessages.delete: revokes what no phone has got yet.
    HttpReply delete(AccessTokens.Grant.Token token, String phone, String message)
            throws InterruptedException {
        return ask(token, request(phone, "/agentMessages/" + encoded(message) + "?").DELETE());
    }

    private HttpRequest.Builder request(String phone, String pathAndQuery) {
        String agent = "&agentId=" + encoded(id);
        return HttpRequest.newBuilder(
                settings.below("/v1/phones/" + encoded(phone) + pathAndQuery + agent));
    }

    private HttpReply ask(AccessTokens.Grant.Token token, HttpRequest.Builder request)
            throws InterruptedException {
        HttpReply reply =
                upstream.ask(request.header("Authorization", "Bearer " + token.value()).build());
        if (reply instanceof HttpReply.Answered answer && answer.status() == 401) {
            tokens.forget();
        }
        return reply;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
