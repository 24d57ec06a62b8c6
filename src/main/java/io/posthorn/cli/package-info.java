/// The command line of people and scripts: everything a command does, it asks of the public API.
///
/// [Commands] is the table of contents. A command prints what was asked for on stdout and
/// everything else on stderr; [ExitCode] says how it ended.
@NullMarked
package io.posthorn.cli;

import org.jspecify.annotations.NullMarked;
