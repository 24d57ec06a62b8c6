@NullMarked
package io.posthorn.store.sqlite;

import org.jspecify.annotations.NullMarked;
