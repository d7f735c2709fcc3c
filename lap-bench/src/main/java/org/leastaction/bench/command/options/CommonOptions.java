package org.leastaction.bench.command.options;

import java.nio.file.Path;
import java.util.Optional;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.bench.command.progress.Terminal.Loudness;
import picocli.CommandLine.Option;

/** The options that every command has. */
public final class CommonOptions {

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0",
            description = "Seed of all random numbers (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--out", paramLabel = "DIR", description = "Folder for output files; created if missing.")
    private Path out;

    @Option(names = "--json", description = "Print one JSON object instead of lines.")
    private boolean json;

    @Option(names = "--quiet", description = "No progress and no remarks on standard error.")
    private boolean quiet;

    @Option(names = "--debug", description = "Print stack traces of failures.")
    @SuppressWarnings("UnusedVariable") // read from the arguments: failures may precede parsing
    private boolean debug;

    @Option(names = "--threads", paramLabel = "N", description = "Threads to compute with (default: all processors).")
    private Integer threads;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print this help.")
    @SuppressWarnings("UnusedVariable") // read by picocli
    private boolean help;

    public long seed() {
        return seed;
    }

    /** {@code --out}, if given. */
    public Optional<Path> out() {
        return Optional.ofNullable(out);
    }

    /** How results are printed. */
    public enum Format {
        LINES,
        JSON
    }

    public Format format() {
        return json ? Format.JSON : Format.LINES;
    }

    public Loudness loudness() {
        return quiet ? Loudness.QUIET : Loudness.SHOWN;
    }

    /** At least 1. */
    public int threads() {
        return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    }

    public void check() {
        if (threads() < 1) {
            throw new BadInput("--threads must be at least 1, not " + threads);
        }
    }
}
