package io.posthorn.message;

import static io.posthorn.message.Template.MAX_RENDERED;
import static java.util.Objects.requireNonNull;

import io.posthorn.message.Template.Unrenderable;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;
import liqp.Insertion;
import liqp.RenderTransformer;
import liqp.TemplateContext;
import liqp.filters.Filter;
import liqp.nodes.LNode;

/// What is left of the work one rendering may do. One unit is about one character looked at; all of
/// it is a fraction of a second. Counting is deterministic where a clock would fail an innocent
/// message on a busy machine.
final class LiquidEffort {

    private static final long ALLOWED = 20_000_000;
    private static final int STEP = 20; // of any tag, filter or output, whatever it works on
    private static final int DATE = 20_000; // parsing a date tries dozens of formats
    private static final int MAX_DIGITS = 50;
    private static final int MAX_DECIMALS = 30;
    private static final Pattern WIDE_FIELD = Pattern.compile("%[^a-zA-Z%]*\\d{3}");
    private static final String KEY = "posthorn.effort";

    private final int sourceLength;
    private long left = ALLOWED;

    private LiquidEffort(int sourceLength) {
        this.sourceLength = sourceLength;
    }

    static void grant(TemplateContext context, int sourceLength) {
        context.<Map<String, LiquidEffort>>getRegistry(KEY)
                .put(KEY, new LiquidEffort(sourceLength));
    }

    private static LiquidEffort of(TemplateContext context) {
        return requireNonNull(context.<Map<String, LiquidEffort>>getRegistry(KEY).get(KEY));
    }

    private void spend(long units) {
        left -= units;
        if (left < 0) {
            throw new Unrenderable("rendering takes too much work");
        }
    }

    /// The characters and elements of `value`, each paid for; never follows more than is allowed.
    private long size(Object value) {
        long size =
                switch (value) {
                    case null -> 0;
                    case CharSequence text -> text.length();
                    case Object[] array -> sizeOf(Arrays.asList(array));
                    case Collection<?> list -> sizeOf(list);
                    case Map<?, ?> map -> sizeOf(map.values());
                    default -> 1;
                };
        spend(1);
        return size;
    }

    private long sizeOf(Collection<?> elements) {
        long size = elements.size();
        for (Object element : elements) {
            size += size(element);
        }
        return size;
    }

    private static void checkResult(Object result, long size) {
        if (size > MAX_RENDERED) {
            throw new Unrenderable("a value has more than " + MAX_RENDERED + " characters");
        }
        if (result instanceof BigDecimal number
                && (number.precision() > MAX_DIGITS || Math.abs(number.scale()) > MAX_DIGITS)) {
            throw new Unrenderable("a number has more than " + MAX_DIGITS + " digits");
        }
    }

    /// A filter that pays for its input before it works and has its result measured after.
    static final class BoundedFilter extends Filter {

        private final Filter filter;

        BoundedFilter(Filter filter) {
            super(filter.getName());
            this.filter = filter;
        }

        @Override
        public Object apply(Object value, TemplateContext context, Object... parameters) {
            LiquidEffort effort = of(context);
            effort.spend(cost(effort.size(value), effort.size(parameters)));
            checkParameters(context, parameters);
            Object result = filter.apply(value, context, parameters);
            checkResult(result, effort.size(result));
            return result;
        }

        private long cost(long value, long parameters) {
            return switch (getName()) {
                case "replace", "join" -> STEP + value * (1 + parameters); // may be that long
                case "strip_html", "uniq", "where" -> STEP + value * value / 4;
                case "date" -> DATE + value + 10 * parameters;
                default -> STEP + value + parameters;
            };
        }

        private void checkParameters(TemplateContext context, Object... parameters) {
            if (parameters.length == 0) {
                return;
            }
            boolean huge =
                    switch (getName()) {
                        case "round" ->
                                canBeDouble(parameters[0])
                                        && Math.abs(asNumber(parameters[0]).doubleValue())
                                                > MAX_DECIMALS;
                        case "date" -> WIDE_FIELD.matcher(asString(parameters[0], context)).find();
                        default -> false;
                    };
            if (huge) {
                throw new Unrenderable("`" + getName() + "` is asked for too many digits");
            }
        }
    }

    /// A tag that pays for each time it is rendered. What it looks at without rendering other tags,
    /// such as many conditions, is no longer than the source.
    static final class BoundedInsertion extends Insertion {

        private final Insertion insertion;

        BoundedInsertion(Insertion insertion) {
            super(insertion.getName());
            this.insertion = insertion;
        }

        @Override
        public Object render(TemplateContext context, LNode... nodes) {
            LiquidEffort effort = of(context);
            effort.spend(STEP + effort.sourceLength / 16);
            return insertion.render(context, nodes);
        }
    }

    /// The output of a block, paid for and measured as it grows.
    static final class BoundedOutput implements RenderTransformer {

        @Override
        public ObjectAppender.Controller newObjectAppender(TemplateContext context, int pieces) {
            LiquidEffort effort = of(context);
            StringBuilder text = new StringBuilder();
            return new ObjectAppender.Controller() {
                @Override
                public void append(Object piece) {
                    effort.spend(STEP + effort.size(piece));
                    text.append(piece);
                    checkResult(piece, text.length());
                }

                @Override
                public Object getResult() {
                    return text.toString();
                }
            };
        }

        @Override
        public Object transformObject(TemplateContext context, Object value) {
            return value;
        }
    }
}
