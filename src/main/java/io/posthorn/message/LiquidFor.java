package io.posthorn.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import liqp.Insertion;
import liqp.TemplateContext;
import liqp.exceptions.ExceededMaxIterationsException;
import liqp.nodes.LNode;

/// The library's `for`, which counts ranges wrongly (`forloop.last` comes one early, `limit` and
/// `offset` do not add up): a range is handed to it as the list of its numbers.
final class LiquidFor extends Insertion {

    // How the library's parser orders the nodes of a `for`. A range has one more in front: its end.
    private static final int IS_ARRAY = 0;
    private static final int NAME = 1;
    private static final int FROM = 2;
    private static final int TO = 3;
    private static final int RANGE_BODY = 4;
    private static final int RANGE_REST = 5;

    private final Insertion arrays;
    private final int maxIterations;

    LiquidFor(Insertion arrays, int maxIterations) {
        super(arrays.getName());
        this.arrays = arrays;
        this.maxIterations = maxIterations;
    }

    @Override
    public Object render(TemplateContext context, LNode... nodes) {
        boolean isArray = asBoolean(nodes[IS_ARRAY].render(context));
        return arrays.render(context, isArray ? nodes : asArrayLoop(nodes));
    }

    private LNode[] asArrayLoop(LNode[] nodes) {
        List<LNode> loop = new ArrayList<>();
        loop.add(_ -> true);
        loop.add(nodes[NAME]);
        loop.add(context -> numbers(nodes[FROM].render(context), nodes[TO].render(context)));
        loop.add(nodes[RANGE_BODY]);
        loop.add(null); // the grammar gives ranges no `else`
        loop.addAll(Arrays.asList(nodes).subList(RANGE_REST, nodes.length));
        return loop.toArray(new LNode[0]);
    }

    private List<Integer> numbers(Object from, Object to) {
        int first = asNumber(from).intValue();
        int last = asNumber(to).intValue();
        if ((long) last - first >= maxIterations) {
            throw new ExceededMaxIterationsException(maxIterations);
        }
        return IntStream.rangeClosed(first, last).boxed().toList();
    }
}
