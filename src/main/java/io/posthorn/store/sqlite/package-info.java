/// The embedded store: one SQLite file, one writer connection, a few readers. Nothing outside this
/// package knows its SQL.
@NullMarked
package io.posthorn.store.sqlite;

import org.jspecify.annotations.NullMarked;
