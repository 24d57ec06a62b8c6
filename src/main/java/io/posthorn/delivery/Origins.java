package io.posthorn.delivery;

import io.posthorn.message.Channel;
import io.posthorn.message.Device;
import io.posthorn.message.Origin;
import io.posthorn.message.Policy;
import io.posthorn.message.PoolId;
import io.posthorn.message.Sender;
import io.posthorn.message.SenderId;
import io.posthorn.message.SenderPool;
import io.posthorn.message.SenderPool.Member;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What an origin stands for at this moment: its members and its rules.
public final class Origins {

    private static final PoolId NO_POOL = new PoolId(0);

    private final Inventory inventory;
    private final Map<Long, String> accounts;

    /// @param accounts account SIDs by the number of their own queue
    public Origins(Inventory inventory, Map<Long, String> accounts) {
        this.inventory = inventory;
        this.accounts = Map.copyOf(accounts);
    }

    /// The origin that waits in a queue; empty when it has been deleted.
    Optional<Origin> ofQueue(long queue) {
        var now = inventory.snapshot();
        if (accounts.containsKey(queue)) {
            return Optional.of(new Origin.FromInventory(queue));
        }
        return now.pool(new PoolId(queue))
                .<Origin>map(p -> new Origin.FromPool(p.id()))
                .or(() -> now.sender(new SenderId(queue)).map(s -> new Origin.FromSender(s.id())));
    }

    List<Member> members(Origin origin) {
        var now = inventory.snapshot();
        return switch (origin) {
            case Origin.FromPool(PoolId pool) -> List.copyOf(now.members(pool));
            case Origin.FromSender(SenderId sender) ->
                    now.sender(sender).stream().map(Origins::alone).toList();
            case Origin.FromInventory(long number) ->
                    now.senders(accounts.getOrDefault(number, "")).stream()
                            .map(Origins::alone)
                            .toList();
            case Origin.AutoReply(SenderId sender) ->
                    now.sender(sender).stream().map(Origins::alone).toList();
            case Origin.Inbound _ -> List.of();
        };
    }

    Policy policy(Origin origin) {
        return origin instanceof Origin.FromPool(PoolId pool)
                ? inventory.snapshot().pool(pool).map(SenderPool::policy).orElse(Policy.DEFAULT)
                : Policy.DEFAULT;
    }

    /// The channels its members have between them, deactivated ones included: they may be activated
    /// again.
    Set<Channel> channels(Origin origin) {
        var now = inventory.snapshot();
        return members(origin).stream()
                .flatMap(m -> now.sender(m.sender()).stream())
                .map(Sender::channel)
                .collect(Collectors.toSet());
    }

    /// The push services whose devices its members reach between them.
    Set<Device.Provider> services(Origin origin) {
        var now = inventory.snapshot();
        return members(origin).stream()
                .flatMap(m -> now.sender(m.sender()).stream())
                .filter(s -> s.channel() == Channel.PUSH)
                .flatMap(s ->
                        Stream.of(Device.Provider.values())
                                .filter(service -> s.reaches(service.name())))
                .collect(Collectors.toSet());
    }

    private static Member alone(Sender sender) {
        return new Member(
                NO_POOL, sender.id(), 1, 0, true, OptionalDouble.empty(), sender.createdAt());
    }
}
