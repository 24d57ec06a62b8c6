package io.posthorn.bench;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The bodies that are sent, all alike but for the phones.
///
/// @param recipients of one request
record Requests(String pool, int recipients) {

    private static final int NUMBERS = 7_000_000; // from +1 206 200 0000 on

    String body(int first) {
        String to =
                IntStream.range(first, first + recipients)
                        .mapToObj(i -> "{\"address\":\"" + phone(i) + "\",\"channel\":\"PHONE\"}")
                        .collect(Collectors.joining(","));
        return "{\"from\":{\"senderPoolId\":\""
                + pool
                + "\"},\"to\":["
                + to
                + "],\"content\":{\"text\":\"Your code is 123456. Do not tell anybody.\"}}";
    }

    private static String phone(int i) {
        return "+1206" + (2_000_000 + i % NUMBERS);
    }
}
