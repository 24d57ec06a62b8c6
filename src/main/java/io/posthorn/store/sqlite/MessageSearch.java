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
/// operation leave: all of them, or those that have the terms of the query. What is met is skipped
/// by SQL as far as that can tell; the query itself decides.
final class MessageSearch {

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
                        .map(row -> within(all, row.operation()))
                : Optional.of(all);
    }

    private static IdRange within(IdRange range, Operation operation) {
        return range.within(operation.firstMessage().value(), operation.size());
    }

    private List<Message> find(Session session, MessageQuery query, IdRange range)
            throws SQLException {
        PreparedStatement select =
                session.prepare(
                        sql(query), query.account().hashCode(), range.from(), range.until());
        if (skipsByAddress(query)) {
            byte[] address = query.address().orElseThrow().getBytes(StandardCharsets.UTF_8);
            select.setBytes(4, address);
            select.setBytes(5, address);
        }
        List<Message> found = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (found.size() < query.max() && rows.next()) {
                Message message = messages.understand(session, MessageTable.row(rows, 1));
                if (query.matches(message)) {
                    found.add(message);
                }
            }
        }
        return found;
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
        return MessageTable.SELECT
                + "WHERE m.account = ? AND m.id >= ? AND m.id < ?"
                + query.status().map(MessageSearch::inStates).orElse("")
                + (skipsByAddress(query) ? " AND (instr(p.doc, ?) OR instr(m.life, ?))" : "")
                + " ORDER BY m.id DESC";
    }

    private static String inStates(Status status) {
        return Codes.statesOf(status).stream()
                .map(String::valueOf)
                .collect(Collectors.joining(", ", " AND m.state IN (", ")"));
    }
}
