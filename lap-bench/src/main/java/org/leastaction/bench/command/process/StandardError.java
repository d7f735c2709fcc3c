package org.leastaction.bench.command.process;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.leastaction.bench.command.process.Surroundings.ErrorStream;

/** Determines whether standard error is a terminal, which Java itself does not report. */
public final class StandardError {

    /** "terminal" or "file": set by the launcher, which can query the system. */
    static final String PROPERTY = "lap.stderr";

    private static final Path LINUX = Path.of("/proc/self/fd/2");

    private StandardError() {}

    public static ErrorStream detect() {
        String said = System.getProperty(PROPERTY, "");
        if (said.equals("terminal")) {
            return ErrorStream.TERMINAL;
        }
        if (said.equals("file")) {
            return ErrorStream.FILE;
        }
        if (Files.isSymbolicLink(LINUX)) {
            return isTerminal(LINUX) ? ErrorStream.TERMINAL : ErrorStream.FILE;
        }
        return Optional.ofNullable(System.console()).filter(StandardError::isTerminal).isPresent()
                ? ErrorStream.TERMINAL : ErrorStream.FILE;
    }

    /** Before Java 22 a console is a terminal; since then it says whether it is one. */
    private static boolean isTerminal(Console console) {
        try {
            return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (NoSuchMethodException before22) {
            return true;
        } catch (ReflectiveOperationException unknown) {
            return false;
        }
    }

    private static boolean isTerminal(Path link) {
        try {
            String device = Files.readSymbolicLink(link).toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
        } catch (IOException unknown) {
            return false;
        }
    }
}
