package io.posthorn.message;

import java.util.Map;
import liqp.nodes.LNode;
import org.jspecify.annotations.Nullable;

/// A text with Liquid in it, as Shopify and LiquidJS read it: outputs, filters and tags, but none
/// that reach outside the text. `include`, `render` and `layout` are errors.
///
/// Parsing is strict, so that what is wrong is said when a message is accepted: unknown tags and
/// filters, unclosed blocks and bad syntax. Rendering is lenient: a variable without a value is
/// empty. The work one rendering may do and the size of what it makes are bounded by counting, not
/// by time, so the same template and variables always end the same way.
///
/// Variables are strings; where one is compared with a number, or put into arithmetic, it is read
/// as a number. `{{ 1 }}` is the number 1, as in every Liquid, not the variable named `1`.
///
/// Templates are immutable and safe to use from any thread.
public final class Template {

    /// The longest template, in UTF-16 units.
    public static final int MAX_SOURCE = 200_000; // of an email; half of it is a long one

    /// The longest text a template may make, in UTF-16 units.
    public static final int MAX_RENDERED = 400_000;

    /// UTF-16 units of source; what is made of it takes some tens of megabytes.
    private static final int CACHED = 2_500_000;

    private static final RecentlyUsed<String, Template> CACHE =
            new RecentlyUsed<>(CACHED, template -> template.source.length());

    private final String source;
    private final boolean indexed;
    private final @Nullable LNode root; // null: nothing to fill in

    private Template(String source, @Nullable LNode root) {
        this.source = source;
        this.indexed = source.indexOf('[') >= 0;
        this.root = root;
    }

    /// Reads a template; one seen before is not read again.
    ///
    /// @throws Malformed when it cannot be understood
    public static Template parse(String source) {
        if (!isTemplated(source)) {
            return new Template(source, null);
        }
        Template known = CACHE.get(source);
        return known != null ? known : read(source);
    }

    private static Template read(String source) {
        if (source.length() > MAX_SOURCE) {
            throw new Malformed("a template has at most " + MAX_SOURCE + " characters", 1, 1);
        }
        Template template = new Template(source, Liquid.parse(source));
        CACHE.put(source, template);
        return template;
    }

    /// Whether `text` has anything to fill in. A text without is its own rendering.
    public static boolean isTemplated(String text) {
        for (int at = text.indexOf('{'); at >= 0; at = text.indexOf('{', at + 1)) {
            if (text.startsWith("{", at + 1) || text.startsWith("%", at + 1)) {
                return true;
            }
        }
        return false;
    }

    /// The text for one recipient; the source itself, the same object, when nothing is templated.
    ///
    /// @throws Unrenderable when these variables make the template fail
    public String render(Map<String, String> variables) {
        if (root == null) {
            return source;
        }
        if (!indexed) {
            return Liquid.render(root, source.length(), variables);
        }
        synchronized (root) { // the library's index node keeps its last key in a field
            return Liquid.render(root, source.length(), variables);
        }
    }

    /// Why a template is not one, and where. The message is the reason alone and never shows the
    /// text around the place; of the template's own words it may name a tag or a filter.
    public static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final int line;
        private final int column;

        Malformed(String reason, int line, int column) {
            super(reason);
            this.line = line;
            this.column = column;
        }

        /// From 1.
        public int line() {
            return line;
        }

        /// From 1, in UTF-16 units.
        public int column() {
            return column;
        }
    }

    /// Why a well-formed template gave no text for these variables: a bound was passed or a filter
    /// failed. The message shows nothing of the template or its variables, and there is no cause,
    /// because it could.
    public static final class Unrenderable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unrenderable(String reason) {
            super(reason);
        }
    }
}
