package io.posthorn.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/// What a process has used so far, as Linux counts it.
///
/// @param cpuNanos user and system time
/// @param compilerNanos of that, the threads that compile
/// @param collectorNanos of that, the threads that collect garbage
/// @param ledgerNanos of that, the one thread that writes
/// @param written bytes handed to the disk
/// @param peakMemory bytes resident at most
record Usage(
        long cpuNanos,
        long compilerNanos,
        long collectorNanos,
        long ledgerNanos,
        long written,
        long peakMemory) {

    private static final long TICK = 10_000_000; // USER_HZ is 100 on every common Linux

    static Usage of(long pid) throws IOException {
        Path process = Path.of("/proc", Long.toString(pid));
        return new Usage(
                cpu(process),
                threads(process, "C1 Comp", "C2 Comp"),
                threads(process, "VM Thread", "GC Thread", "G1 "),
                threads(process, "ledger"),
                field(process.resolve("io"), "write_bytes:"),
                field(process.resolve("status"), "VmHWM:") * 1024);
    }

    private static long cpu(Path task) throws IOException {
        String stat = Files.readString(task.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK;
    }

    /// Of the threads alive whose names begin so.
    private static long threads(Path process, String... names) throws IOException {
        long nanos = 0;
        try (Stream<Path> tasks = Files.list(process.resolve("task"))) {
            for (Path task : tasks.toList()) {
                String name = Files.readString(task.resolve("comm"));
                if (Arrays.stream(names).anyMatch(name::startsWith)) {
                    nanos += cpu(task);
                }
            }
        }
        return nanos;
    }

    private static long field(Path file, String name) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).replace("kB", "").strip())
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
    }

    /// CPU time of this process.
    static long ownNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    /// CPU time of the whole machine, whoever used it.
    static long machineNanos() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/stat"))) {
            String[] fields = lines.findFirst().orElseThrow().split(" +");
            long busy = 0;
            for (int i = 1; i <= 8; i++) { // user nice system idle iowait irq softirq steal
                busy += i == 4 || i == 5 ? 0 : Long.parseLong(fields[i]);
            }
            return busy * TICK;
        }
    }

    static long threadNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
