package io.posthorn.store.sqlite;

import io.posthorn.message.Message;
import io.posthorn.message.MessageId;
import io.posthorn.message.Operation;
import io.posthorn.message.Status;
import io.posthorn.store.MessageQuery;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Finds messages by walking their ids downwards, within the range that the query's dates and
/// operation leave: all of them, those of the operations of a kind, or those that have the terms of
/// the query. What is met is skipped by SQL as far as that can tell; the query itself decides.
final class MessageSearch {

    /// Ids grow with time and those of an operation are one block, so a walk through operations and
    /// the messages of each is one through all their messages in order.
    private static final String OF_KIND =
            "SELECT "
                    + MessageTable.COLUMNS
                    + " FROM operation o INDEXED BY operation_kind CROSS JOIN message m"
                    + " CROSS JOIN plan p ON p.id = m.id WHERE o.account = ? AND o.kind = ?"
                    + " AND o.id >= (SELECT coalesce(max(id), 0) FROM operation WHERE id <= ?)"
                    + " AND o.id < ? AND m.id >= max(o.first_message, ?)"
                    + " AND m.id < min(o.first_message + o.size, ?)";

    private static final String OF_ANY_KIND =
            MessageTable.SELECT + "WHERE m.account = ? AND m.id >= ? AND m.id < ?";

    private final MessageTable messages;
    private final TermBlocks blocks;

    MessageSearch(MessageTable messages, TermBlocks blocks) {
        this.messages = messages;
        this.blocks = blocks;
    }

    List<Message> find(Session session, MessageQuery query) throws SQLException {
        Optional<IdRange> range = range(session, query);
        if (range.isEmpty()) {
            return List.of();
        }
        List<Integer> terms = Terms.of(query);
        return terms.isEmpty() || query.operation().isPresent()
                ? find(session, query, range.get())
                : find(session, query, range.get(), terms);
    }

    /// Looks only at messages that have the terms.
    private List<Message> find(
            Session session, MessageQuery query, IdRange range, List<Integer> terms)
            throws SQLException {
        List<Message> found = new ArrayList<>();
        for (long block : blocks.in(range)) {
            for (long id : blocks.messages(session, block, terms, range)) {
                messages.find(session, new MessageId(id))
                        .filter(query::matches)
                        .ifPresent(found::add);
                if (found.size() == query.max()) {
                    return found;
                }
            }
        }
        return found;
    }

    /// Empty when the operation asked for does not exist.
    private static Optional<IdRange> range(Session session, MessageQuery query)
            throws SQLException {
        IdRange all = IdRange.of(query.from(), query.until(), query.before().map(MessageId::value));
        return query.operation().isPresent()
                ? OperationTable.find(session, query.operation().get())
                        .filter(row ->
                                query.kind().map(row.operation().kind()::equals).orElse(true))
                        .map(row -> within(all, row.operation()))
                : Optional.of(all);
    }

    private static IdRange within(IdRange range, Operation operation) {
        return range.within(operation.firstMessage().value(), operation.size());
    }

    private List<Message> find(Session session, MessageQuery query, IdRange range)
            throws SQLException {
        List<Message> found = new ArrayList<>();
        try (ResultSet rows = select(session, query, range).executeQuery()) {
            while (found.size() < query.max() && rows.next()) {
                Message message = messages.understand(session, MessageTable.row(rows, 1));
                if (query.matches(message)) {
                    found.add(message);
                }
            }
        }
        return found;
    }

    private static PreparedStatement select(Session session, MessageQuery query, IdRange range)
            throws SQLException {
        long[] where = where(query, range);
        PreparedStatement select = session.prepare(sql(query), where);
        if (skipsByAddress(query)) {
            byte[] address = query.address().orElseThrow().getBytes(StandardCharsets.UTF_8);
            select.setBytes(where.length + 1, address);
            select.setBytes(where.length + 2, address);
        }
        return select;
    }

    private static long[] where(MessageQuery query, IdRange range) {
        long account = query.account().hashCode();
        return walk(query)
                .map(kind ->
                        new long[] {
                            account,
                            Codes.of(kind),
                            range.from(),
                            range.until(),
                            range.from(),
                            range.until()
                        })
                .orElse(new long[] {account, range.from(), range.until()});
    }

    /// The kind whose operations are walked through; the messages of one operation are of one kind.
    private static Optional<Operation.Kind> walk(MessageQuery query) {
        return query.operation().isPresent() ? Optional.empty() : query.kind();
    }

    /// Whether the address stands in a doc as it is, byte by byte.
    private static boolean skipsByAddress(MessageQuery query) {
        return query.address()
                .filter(address -> address.chars().allMatch(MessageSearch::plain))
                .isPresent();
    }

    private static boolean plain(int character) {
        return character >= ' ' && character < 127 && character != '"' && character != '\\';
    }

    private static String sql(MessageQuery query) {
        return (walk(query).isPresent() ? OF_KIND : OF_ANY_KIND)
                + query.status().map(MessageSearch::inStates).orElse("")
                + (skipsByAddress(query) ? " AND (instr(p.doc, ?) OR instr(m.life, ?))" : "")
                + (walk(query).isPresent()
                        ? " ORDER BY o.id DESC, m.id DESC"
                        : " ORDER BY m.id DESC");
    }

    private static String inStates(Status status) {
        return Codes.statesOf(status).stream()
                .map(String::valueOf)
                .collect(Collectors.joining(", ", " AND m.state IN (", ")"));
    }
}
