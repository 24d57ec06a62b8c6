package io.posthorn.api;

import io.posthorn.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Collects everything that is wrong with one request, so that one answer can say it all.
final class Findings {

    /// Enough to correct a request by; ten thousand recipients can each be wrong in several ways.
    static final int MAX_REPORTED = 100;

    private final List<Problem> reported = new ArrayList<>();
    private int unreported;

    void add(Code code, String message, Place at) {
        if (reported.size() < MAX_REPORTED) {
            reported.add(new Problem(code, message, at.toString()));
        } else {
            unreported++;
        }
    }

    void add(String message, Place at) {
        add(Code.INVALID_PARAMETER, message, at);
    }

    void addUnknown(String name, Collection<String> known, Place object) {
        String hint = Nearest.to(name, known).map(one -> "; did you mean " + one + "?").orElse("");
        add(
                Code.UNKNOWN_PARAMETER,
                Nearest.shown(name) + " is not known here" + hint,
                object.property(Nearest.shown(name)));
    }

    boolean none() {
        return reported.isEmpty();
    }

    /// Ends the request with 400 when anything was found.
    void refuseIfAny() {
        if (!none()) {
            throw new Refused(400, problems());
        }
    }

    private List<Problem> problems() {
        if (unreported > 0) {
            reported.add(
                    new Problem(
                            Code.INVALID_PARAMETER,
                            unreported + " more problems are not listed",
                            "$"));
        }
        return List.copyOf(reported);
    }
}
