/// Who sends next, and when: arithmetic on rates, weights and clocks, without I/O.
@NullMarked
package io.posthorn.pool;

import org.jspecify.annotations.NullMarked;
