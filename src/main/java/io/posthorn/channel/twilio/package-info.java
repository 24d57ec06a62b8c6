/// An upstream that speaks Twilio's classic messages API.
@NullMarked
package io.posthorn.channel.twilio;

import org.jspecify.annotations.NullMarked;
