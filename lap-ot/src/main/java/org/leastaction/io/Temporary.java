package org.leastaction.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of temporary files and folders: {@code .NAME.PROCESS-START-RANDOM.tmp}, a hidden sibling of the target NAME.
 * The process and the time of its start identify the writer, so that files left by a dead process are recognised.
 */
final class Temporary {

    private static final int RANDOM_DIGITS = 12;
    private static final int BASE = 36;
    private static final String WRITER = ProcessHandle.current().pid() + "-"
            + Long.toString(start(ProcessHandle.current()).orElse(Instant.EPOCH).toEpochMilli(), BASE);
    private static final Pattern NAME =
            Pattern.compile("\\..+\\.(\\d+)-([0-9a-z]+)-[0-9a-f]{" + RANDOM_DIGITS + "}\\.tmp");
    /** Names of earlier versions, which did not record the writer. */
    private static final Pattern EARLIER_NAME =
            Pattern.compile("\\..+\\.[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\.tmp");
    private static final Duration EARLIER_AGE = Duration.ofHours(1);

    /** The platform's clock may be adjusted between two readings of the start of a process. */
    private static final Duration TOLERANCE = Duration.ofSeconds(10);

    private Temporary() {}

    /** A new name beside a target, in the same folder. */
    static Path sibling(Path target) {
        String random = UUID.randomUUID().toString().replace("-", "").substring(0, RANDOM_DIGITS);
        return target.resolveSibling("." + target.getFileName() + "." + WRITER + "-" + random + ".tmp");
    }

    /**
     * Whether a path is a temporary file or folder whose writer has ended. Those of earlier versions count as such an
     * hour after their last change.
     */
    static boolean isOrphan(Path path) throws IOException {
        String name = path.getFileName().toString();
        Matcher named = NAME.matcher(name);
        if (named.matches()) {
            return !isAlive(named.group(1), named.group(2));
        }
        return EARLIER_NAME.matcher(name).matches()
                && Files.getLastModifiedTime(path).toInstant().isBefore(Instant.now().minus(EARLIER_AGE));
    }

    private static boolean isAlive(String process, String start) {
        try {
            Instant begun = Instant.ofEpochMilli(Long.parseLong(start, BASE));
            Optional<ProcessHandle> running = ProcessHandle.of(Long.parseLong(process)).filter(ProcessHandle::isAlive);
            // The system may have given the number to another process since.
            return running.isPresent() && start(running.get())
                    .map(now -> begun.equals(Instant.EPOCH)
                            || Duration.between(now, begun).abs().compareTo(TOLERANCE) < 0)
                    .orElse(true);
        } catch (NumberFormatException foreign) {
            return true;
        }
    }

    private static Optional<Instant> start(ProcessHandle process) {
        return process.info().startInstant();
    }
}
