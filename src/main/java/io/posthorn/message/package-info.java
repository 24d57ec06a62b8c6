/// The language of the product: what was asked (`Operation`, `Plan`), what is true (`Message`,
/// `State`), what may happen (`Fact`, `Outcome`) and the one function that joins them
/// (`Lifecycle`). Uses nothing of ours, knows no clock and no I/O.
@NullMarked
package io.posthorn.message;

import org.jspecify.annotations.NullMarked;
