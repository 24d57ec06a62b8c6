package io.posthorn.message;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/// What a medium is, as far as the ending of its address tells.
enum MediaKind {
    IMAGE,
    VIDEO,
    /// Neither to look at nor to watch: a document, a sound.
    FILE,
    UNKNOWN;

    private static final Set<String> IMAGES = Set.of("jpg", "jpeg", "png", "gif", "webp");
    private static final Set<String> VIDEOS =
            Set.of("mp4", "m4v", "3gp", "mpeg", "mpg", "webm", "h263");
    private static final Set<String> FILES =
            Set.of(
                    "pdf", "mp3", "m4a", "aac", "ogg", "opus", "wav", "amr", "vcf", "ics", "csv",
                    "txt", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "zip");

    static MediaKind of(URI url) {
        String ending = ending(url);
        if (IMAGES.contains(ending)) {
            return IMAGE;
        }
        if (VIDEOS.contains(ending)) {
            return VIDEO;
        }
        return FILES.contains(ending) ? FILE : UNKNOWN;
    }

    /// In lower case, without the dot; the whole last part of the path when it has none.
    static String ending(URI url) {
        String path = url.getPath() == null ? "" : url.getPath();
        return path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
