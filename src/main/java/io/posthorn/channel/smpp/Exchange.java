package io.posthorn.channel.smpp;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// Requests sent together by one caller, who waits here for all their replies.
final class Exchange {
    private final AtomicReferenceArray<Reply> replies;
    private final CountDownLatch due;
    private final LateAnswer late;

    Exchange(int requests, LateAnswer late) {
        this.replies = new AtomicReferenceArray<>(requests);
        this.due = new CountDownLatch(requests);
        this.late = late;
    }

    void reply(int part, Reply reply) {
        replies.set(part, reply);
        due.countDown();
    }

    void answeredLate(int part, Pdu.Response response) {
        late.answered(part, response);
    }

    List<Reply> await() throws InterruptedException {
        due.await();
        Reply[] all = new Reply[replies.length()];
        for (int i = 0; i < all.length; i++) {
            all[i] = replies.get(i);
        }
        return List.of(all);
    }
}
