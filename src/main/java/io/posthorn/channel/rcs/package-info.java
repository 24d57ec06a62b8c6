/// RCS through Google's RCS Business Messaging.
@NullMarked
package io.posthorn.channel.rcs;

import org.jspecify.annotations.NullMarked;
