package io.posthorn.message;

import io.posthorn.message.Template.Malformed;
import io.posthorn.message.Template.Unrenderable;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import liqp.Insertion;
import liqp.Insertions;
import liqp.TemplateContext;
import liqp.TemplateParser;
import liqp.exceptions.ExceededMaxIterationsException;
import liqp.exceptions.LiquidException;
import liqp.filters.Filter;
import liqp.filters.Filters;
import liqp.nodes.FilterNode;
import liqp.nodes.LNode;
import liqp.org.antlr.v4.runtime.ParserRuleContext;
import liqp.org.antlr.v4.runtime.Token;
import liqp.parser.Flavor;
import liqp.parser.v4.NodeVisitor;
import liquid.parser.v4.LiquidParser;

/// Keeps the Liquid library on a leash: its grammar and filters, without its files, its
/// clock-driven limits and its shared mutable `Template`, which mixes up the variables of two
/// threads.
final class Liquid {

    private static final int MAX_ITERATIONS = 10_000;
    private static final String TOO_DEEP = "blocks or expressions are nested too deeply";

    private static final Filters FILTERS =
            Filters.of(
                    Flavor.LIQUID.getFilters().values().stream()
                            .map(Liquid::asShopify)
                            .<Filter>map(LiquidEffort.BoundedFilter::new)
                            .toList());

    private static final Insertions INSERTIONS =
            Insertions.of(
                    Flavor.LIQUID.getInsertions().values().stream()
                            .filter(insertion -> !insertion.getName().equals("include"))
                            .map(i ->
                                    i.getName().equals("for")
                                            ? new LiquidFor(i, MAX_ITERATIONS)
                                            : i)
                            .<Insertion>map(LiquidEffort.BoundedInsertion::new)
                            .toList());

    private static final TemplateParser PARSER =
            new TemplateParser.Builder()
                    .withFlavor(Flavor.LIQUID)
                    .withErrorMode(TemplateParser.ErrorMode.STRICT)
                    .withStrictTypedExpressions(false) // variables are strings, numbers are not
                    .withLocale(Locale.ENGLISH)
                    .withDefaultTimeZone(ZoneOffset.UTC)
                    .withMaxIterations(MAX_ITERATIONS)
                    .withRenderTransformer(new LiquidEffort.BoundedOutput())
                    .build();

    private Liquid() {}

    static LNode parse(String source) {
        LiquidShape.check(source);
        try {
            return new StrictVisitor().visit(PARSER.parse(source).getParseTree());
        } catch (LiquidException e) {
            throw malformed(e);
        } catch (StackOverflowError _) { // a thread with a small stack
            throw new Malformed(TOO_DEEP, 1, 1);
        }
    }

    static String render(LNode root, int sourceLength, Map<String, String> variables) {
        TemplateContext context = new TemplateContext(PARSER, new HashMap<>(variables));
        LiquidEffort.grant(context, sourceLength);
        try {
            Object rendered = root.render(context);
            // a `break` outside a loop is a value of the library, not a text
            return rendered instanceof String text ? text : "";
        } catch (StackOverflowError _) {
            throw new Unrenderable(TOO_DEEP);
        } catch (RuntimeException e) {
            throw unrenderable(e);
        }
    }

    /// The library's own message quotes the text around the place.
    private static Malformed malformed(LiquidException e) {
        boolean unknownTag = String.valueOf(e.getMessage()).contains("\"Invalid Tag: ");
        String reason = unknownTag ? "unknown tag" : "syntax error";
        return new Malformed(reason, Math.max(1, e.line), Math.max(0, e.charPositionInLine) + 1);
    }

    private static Malformed malformed(String reason, ParserRuleContext place) {
        Token start = place.getStart();
        return new Malformed(reason, start.getLine(), start.getCharPositionInLine() + 1);
    }

    /// The library wraps what a filter throws, more than once.
    private static Unrenderable unrenderable(Throwable e) {
        for (Throwable at = e; at != null; at = at.getCause()) {
            switch (at) {
                case Unrenderable known -> {
                    return known;
                }
                case ExceededMaxIterationsException _ -> {
                    return new Unrenderable("loops run more than " + MAX_ITERATIONS + " times");
                }
                case ArithmeticException _ -> {
                    return new Unrenderable("a division by zero or an impossible calculation");
                }
                default -> {}
            }
        }
        return new Unrenderable("a filter or tag does not fit its value");
    }

    /// Says at parse what the library says only when rendering, or not at all.
    private static final class StrictVisitor extends NodeVisitor {

        StrictVisitor() {
            super(INSERTIONS, FILTERS, PARSER.liquidStyleInclude);
        }

        @Override
        public FilterNode visitFilter(LiquidParser.FilterContext filter) {
            String name = filter.Id().getText();
            if (FILTERS.get(name) == null) {
                throw malformed("no filter is named " + name, filter);
            }
            return super.visitFilter(filter);
        }

        @Override
        public LNode visitInclude_tag(LiquidParser.Include_tagContext include) {
            throw malformed("no other templates can be included", include);
        }
    }

    /// Where the library's filter is not what Shopify and LiquidJS do.
    private static Filter asShopify(Filter filter) {
        return switch (filter.getName()) {
            case "escape" -> new TextFilter("escape", Liquid::escape);
            case "capitalize" -> new TextFilter("capitalize", Liquid::capitalize);
            default -> filter;
        };
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String capitalize(String text) {
        int first = text.isEmpty() ? 0 : text.offsetByCodePoints(0, 1);
        return text.substring(0, first).toUpperCase(Locale.ROOT)
                + text.substring(first).toLowerCase(Locale.ROOT);
    }

    private static final class TextFilter extends Filter {

        private final UnaryOperator<String> change;

        TextFilter(String name, UnaryOperator<String> change) {
            super(name);
            this.change = change;
        }

        @Override
        public Object apply(Object value, TemplateContext context, Object... parameters) {
            return change.apply(asString(value, context));
        }
    }
}
