/// Apple's push service: notifications for Apple devices.
@NullMarked
package io.posthorn.channel.apns;

import org.jspecify.annotations.NullMarked;
