/// Firebase Cloud Messaging: notifications for Android, iOS and web apps.
@NullMarked
package io.posthorn.channel.fcm;

import org.jspecify.annotations.NullMarked;
