/// The moving parts between acceptance and a final status: takes requests in, chooses, sends,
/// records what happened.
@NullMarked
package io.posthorn.delivery;

import org.jspecify.annotations.NullMarked;
