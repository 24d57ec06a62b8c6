package io.posthorn.channel;

/// A connector that its provider calls: receipts and messages of phones come as HTTP requests.
public interface CallbackReceiver {

    /// Checks that the call comes from the provider, and answers when what it told is durable.
    Callback.Answer called(Callback call) throws InterruptedException;
}
