package org.leastaction.bench.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.leastaction.bench.command.input.InstalledBackends;
import org.leastaction.bench.command.options.TimeoutOption;
import org.leastaction.bench.command.output.Answer;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.bench.command.process.Surroundings;
import org.leastaction.bench.command.progress.Terminal;
import org.leastaction.bench.command.progress.Terminal.Loudness;
import org.leastaction.flow.backend.Backends;
import org.leastaction.flow.backend.Supervision;
import org.leastaction.io.AtomicFiles;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A subcommand: does its work, then prints its answer once, in the requested format. */
abstract class LapCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private CommonOptions options;

    @Spec
    private CommandSpec spec;

    protected LapCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * Does the work.
     *
     * @throws BadInput  for input that the user can correct
     * @throws Exception for any other failure
     */
    protected abstract Answer answer() throws Exception;

    protected final CommonOptions options() {
        return options;
    }

    protected final Surroundings surroundings() {
        return surroundings;
    }

    /** The terminal for messages during the work. */
    protected final Terminal terminal() {
        return new Terminal(surroundings, options.loudness());
    }

    /** The backends of this installation; waiting for them is reported on this command's terminal. */
    protected final Backends backends() throws IOException {
        return InstalledBackends.discover(surroundings, Supervision.of(terminal()::remark));
    }

    /** As {@link #backends()}, with the given timeout. */
    final Backends backends(TimeoutOption timeout) throws IOException {
        return InstalledBackends.discover(
                surroundings, Supervision.of(terminal()::remark).withTimeout(timeout.duration()));
    }

    /**
     * Writes the answer to {@code --out}, if given, as NAME.json. Commands that write their own folders override this.
     */
    protected void keep(Answer answer) throws Exception {
        if (options.out().isPresent()) {
            String json = answer.values() + System.lineSeparator();
            AtomicFiles.deleteOrphans(options.out().get());
            AtomicFiles.write(options.out().get().resolve(spec.name() + ".json"),
                    out -> out.write(json.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Override
    public final Integer call() throws Exception {
        options.check();
        Answer answer = answer();
        keep(answer);
        if (options.format() == CommonOptions.Format.JSON) {
            surroundings.out().println(answer.values());
        } else {
            answer.lines().forEach(surroundings.out()::println);
        }
        return answer.exitCode().number();
    }

    /** The options that every command has. */
    static final class CommonOptions {

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

        @Option(names = "--threads", paramLabel = "N",
                description = "Threads to compute with (default: all processors).")
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
}
