package io.posthorn.cli;

import java.nio.file.Path;
import java.util.List;

/// Looks into a configuration file of `serve`, without a server.
@FunctionalInterface
public interface ConfigurationCheck {

    List<Finding> of(Path file);
}
