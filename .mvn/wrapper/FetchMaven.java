import java.security.MessageDigest;
import java.util.zip.ZipInputStream;

/// `java FetchMaven.java URL SHA512 DIRECTORY`: downloads a Maven distribution, checks it and
/// unpacks it. The JDK is the one tool known to be there, so nothing else is asked for.
void main(String[] args) throws Exception {
    var zip = download(URI.create(args[0]));
    if (!sha512(zip).equals(args[1])) {
        System.err.println("The file at " + args[0] + " does not have the checksum in maven-wrapper.properties.");
        System.exit(1);
    }
    unpack(zip, Path.of(args[2]));
}

byte[] download(URI from) throws IOException {
    try (var in = from.toURL().openStream()) {
        return in.readAllBytes();
    } catch (IOException e) {
        System.err.println("Could not download Maven (" + e + ").");
        System.err.println("Install Maven 3.8 or newer, or set MVNW_REPOURL to a mirror that can be reached.");
        System.exit(1);
        throw e;
    }
}

String sha512(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(bytes));
}

void unpack(byte[] zip, Path target) throws IOException {
    Files.createDirectories(target.getParent());
    var fresh = Files.createTempDirectory(target.getParent(), "unpacking");
    try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
        for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
            var name = Path.of(entry.getName());
            if (entry.isDirectory() || name.getNameCount() < 2) continue;
            var file = fresh.resolve(name.subpath(1, name.getNameCount()));
            Files.createDirectories(file.getParent());
            Files.copy(in, file);
        }
    }
    fresh.resolve("bin/mvn").toFile().setExecutable(true);
    Files.move(fresh, target); // last, so that a half unpacked Maven is never found
}
