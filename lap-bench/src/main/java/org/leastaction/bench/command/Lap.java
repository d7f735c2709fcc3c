package org.leastaction.bench.command;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import org.leastaction.bench.analysis.AttackSettings;
import org.leastaction.bench.command.input.InstalledBackends;
import org.leastaction.bench.command.options.EnumNames;
import org.leastaction.bench.command.options.W2Options;
import org.leastaction.bench.command.process.BuildInfo;
import org.leastaction.bench.command.process.ExitCode;
import org.leastaction.bench.command.process.Failures;
import org.leastaction.bench.command.process.Surroundings;
import org.leastaction.bench.command.process.Surroundings.ErrorStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The {@code lap} command: an optimal-transport microscope for residual networks. */
@Command(name = "lap", synopsisSubcommandLabel = "COMMAND", versionProvider = Lap.LapVersion.class,
        description = "An optimal-transport microscope for residual networks.")
public final class Lap implements Runnable {

    /**
     * The exit status of a complete command, set by the launcher if there are plug-ins: status 0 then means that the
     * process ended before the command was complete.
     */
    private static final String COMPLETE = "lap.complete";

    @Spec
    private CommandSpec spec;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print this help.")
    @SuppressWarnings("UnusedVariable") // read by picocli
    private boolean help;

    @Option(names = {"-V", "--version"}, versionHelp = true, description = "Print the version.")
    @SuppressWarnings("UnusedVariable") // read by picocli
    private boolean version;

    private Lap() {}

    /** The subcommands in the order of the help; add a new one here. */
    private static List<LapCommand> commands(Surroundings surroundings) {
        return List.of(
                new DemoCommand(surroundings),
                new TrainCommand(surroundings),
                new AnalyzeCommand(surroundings),
                new CompareCommand(surroundings),
                new DetectCommand(surroundings),
                new InspectCommand(surroundings),
                new ExportCommand(surroundings),
                new StudyCommand(surroundings),
                new ReportCommand(surroundings),
                new CheckCommand(surroundings),
                new W2Command(surroundings),
                new GapCommand(surroundings),
                new BackendsCommand(surroundings));
    }

    public static void main(String[] args) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        Surroundings surroundings = Surroundings.of(out, err).withErrorStream(StandardError.detect());
        int exitCode = GracefulShutdown.of(() -> run(args, surroundings), err, Runtime.getRuntime()::halt);
        System.exit(exitCode == ExitCode.DONE.number() ? Integer.getInteger(COMPLETE, exitCode) : exitCode);
    }

    /** Runs the command in this process with its environment. Returns the exit code. */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        return run(args, Surroundings.of(out, err));
    }

    /** Runs the command in the given surroundings. Returns the exit code. */
    public static int run(String[] args, Surroundings surroundings) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(InstalledBackends.pluginLoader(surroundings)); // for the metrics of plug-ins
        try {
            return runWithPlugins(args, surroundings);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static int runWithPlugins(String[] args, Surroundings surroundings) {
        Failures failures = new Failures(surroundings.err());
        CommandLine line = new CommandLine(new Lap());
        commands(surroundings).forEach(line::addSubcommand);
        CommandLine data = new CommandLine(new DataCommand());
        DataCommand.commands(surroundings).forEach(data::addSubcommand);
        line.addSubcommand(data);
        Objects.requireNonNull(line.getSubcommands().get("study")).addSubcommand(new StudyStatusCommand(surroundings))
                .addSubcommand(new StudyMergeCommand(surroundings));
        EnumNames.register(line, W2Options.Method.class);
        EnumNames.register(line, AttackSettings.Strength.class);
        line.setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures)
                .setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8))
                .setUsageHelpWidth(100)
                .setOverwrittenOptionsAllowed(false)
                .setExpandAtFiles(false);
        try {
            TrainCommand.addOptions(Objects.requireNonNull(line.getSubcommands().get(TrainCommand.NAME)), args,
                    surroundings);
            int exitCode = line.execute(args);
            return surroundings.out().checkError() ? failures.standardOutput(exitCode) : exitCode;
        } catch (Error failure) {
            return failures.report(failure, Failures.asksForTraces(args));
        } finally {
            surroundings.err().flush();
        }
    }

    /** Prints the help, if there is no subcommand. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** The version and commit that were built. */
    static final class LapVersion implements IVersionProvider {

        @Override
        public String[] getVersion() {
            BuildInfo build = BuildInfo.current();
            return new String[] {"lap " + build.version() + " (" + build.commit() + ")"};
        }
    }

    /**
     * Handles an end of the process before the command completes. After a signal such as Ctrl-C, the command unwinds as
     * if its thread were interrupted, and deletes its temporary files. If a plug-in calls {@link System#exit}, the
     * command has failed, whatever exit status the plug-in chose.
     *
     * <p>{@link Runtime#halt} runs no hooks and cannot be detected from inside the process; the launcher detects it by
     * {@link #COMPLETE}.
     */
    private static final class GracefulShutdown {

        /**
         * Time for a training step to end and its state to be written; anything that cannot be interrupted is then
         * abandoned.
         */
        private static final Duration PATIENCE = Duration.ofSeconds(10);

        private GracefulShutdown() {}

        /**
         * Runs a command on this thread; returns its exit code.
         *
         * @param err  receives a sentence if something in the command ends the process
         * @param halt ends the process immediately with an exit status
         */
        static int of(IntSupplier command, PrintStream err, IntConsumer halt) {
            CountDownLatch ended = new CountDownLatch(1);
            Thread runner = Thread.currentThread();
            Thread hook = new Thread(() -> {
                Optional<StackTraceElement> caller = callerOfExit();
                if (caller.isPresent()) {
                    err.println("lap: " + caller.get().getClassName() + "." + caller.get().getMethodName()
                            + " called System.exit before the command was complete; a plug-in must not do this");
                    err.flush();
                    halt.accept(ExitCode.FAILED.number());
                }
                runner.interrupt();
                await(ended);
            }, "graceful-shutdown");
            Runtime.getRuntime().addShutdownHook(hook);
            try {
                return command.getAsInt();
            } finally {
                ended.countDown();
                remove(hook);
            }
        }

        /** The caller of {@link System#exit}; empty after a signal, whose handler calls something else. */
        private static Optional<StackTraceElement> callerOfExit() {
            for (StackTraceElement[] stack : Thread.getAllStackTraces().values()) {
                boolean exiting = false;
                for (StackTraceElement frame : stack) {
                    boolean exit = frame.getMethodName().equals("exit")
                            && (frame.getClassName().equals("java.lang.Runtime")
                                    || frame.getClassName().equals("java.lang.System"));
                    if (exiting && !exit) {
                        return Optional.of(frame);
                    }
                    exiting |= exit;
                }
            }
            return Optional.empty();
        }

        private static void await(CountDownLatch ended) {
            try {
                ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private static void remove(Thread hook) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The virtual machine is shutting down: the hook is already running.
            }
        }
    }

    /** Determines whether standard error is a terminal, which Java itself does not report. */
    private static final class StandardError {

        private static final Path LINUX = Path.of("/proc/self/fd/2");

        private StandardError() {}

        static ErrorStream detect() {
            if (Files.isSymbolicLink(LINUX)) {
                return isTerminal(LINUX) ? ErrorStream.TERMINAL : ErrorStream.FILE;
            }
            return Optional.ofNullable(System.console()).filter(StandardError::isTerminal).isPresent()
                    ? ErrorStream.TERMINAL : ErrorStream.FILE;
        }

        /** Before Java 22 a console is a terminal; since then it reports whether it is one. */
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
}
