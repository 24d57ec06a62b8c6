/// WhatsApp through Meta's Cloud API.
@NullMarked
package io.posthorn.channel.whatsapp;

import org.jspecify.annotations.NullMarked;
