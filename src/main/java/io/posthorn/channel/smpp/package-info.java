/// SMPP 3.4 and 5.0: the wire (`Pdu`, `PduCodec`), the conversation (`SmppSession`, the same class
/// on both ends), what travels in it (`MessageParts`, `DeliveryReceipt`, `ReceiptIds`) and the
/// channel's face (`SmppChannel`).
@NullMarked
package io.posthorn.channel.smpp;

import org.jspecify.annotations.NullMarked;
