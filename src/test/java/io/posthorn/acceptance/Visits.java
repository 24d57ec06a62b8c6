package io.posthorn.acceptance;

import java.io.IOException;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives each test a [Visit]; starts the browser and the server once, for all of them.
final class Visits implements ParameterResolver, AfterEachCallback {

    private static final Namespace NAMES = Namespace.create(Visits.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == Visit.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return test.getStore(NAMES)
                .computeIfAbsent(Visit.class, _ -> new Visit(chromium(test)), Visit.class);
    }

    private static Chromium chromium(ExtensionContext test) {
        return test.getRoot()
                .getStore(NAMES)
                .computeIfAbsent(Chromium.class, _ -> started(), Chromium.class);
    }

    private static Chromium started() {
        try {
            return Chromium.start();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("the browser could not be started", e);
        }
    }

    /// Whatever a test is about: the browser had nothing to complain of.
    @Override
    public void afterEach(ExtensionContext test) {
        Visit visit = test.getStore(NAMES).get(Visit.class, Visit.class);
        if (visit != null && test.getExecutionException().isEmpty()) {
            visit.nothingWentWrong();
        }
    }
}
