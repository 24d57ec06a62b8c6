package io.posthorn.message;

import io.posthorn.message.Template.Malformed;
import java.util.Set;

/// Refuses what would make the parser recurse until its thread has no stack left: blocks inside
/// blocks (to Shopify's own limit), brackets inside brackets, and tags long enough to chain
/// thousands of conditions.
final class LiquidShape {

    static final int MAX_DEPTH = 100;
    private static final int MAX_TAG = 2_000;
    private static final int MAX_BRACKETS = 50;
    private static final Set<String> BLOCKS =
            Set.of("if", "unless", "for", "case", "capture", "tablerow", "ifchanged");

    private final String source;
    private int depth;

    private LiquidShape(String source) {
        this.source = source;
    }

    static void check(String source) {
        new LiquidShape(source).check();
    }

    private void check() {
        int open = next("{{", "{%", 0);
        while (open < source.length()) {
            int close = next("}}", "%}", open + 2);
            checkTag(open, close);
            open = next("{{", "{%", close);
        }
    }

    private void checkTag(int open, int close) {
        if (close - open > MAX_TAG) {
            throw malformed("a tag is longer than " + MAX_TAG + " characters", open);
        }
        String tag = source.substring(open + 2, close);
        if (tag.chars().filter(c -> c == '(' || c == '[').count() > MAX_BRACKETS) {
            throw malformed("a tag has more than " + MAX_BRACKETS + " brackets", open);
        }
        String name = tag.replaceFirst("^-?\\s*", "").split("\\W", 2)[0];
        if (name.startsWith("end")) {
            depth--;
        } else if (BLOCKS.contains(name) && ++depth > MAX_DEPTH) {
            throw malformed("blocks are nested more than " + MAX_DEPTH + " deep", open);
        }
    }

    private int next(String one, String other, int from) {
        for (int at = from; at < source.length() - 1; at++) {
            if (source.startsWith(one, at) || source.startsWith(other, at)) {
                return at;
            }
        }
        return source.length();
    }

    private Malformed malformed(String reason, int at) {
        String before = source.substring(0, at);
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        return new Malformed(reason, line, at - before.lastIndexOf('\n'));
    }
}
