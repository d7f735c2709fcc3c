package org.leastaction.bench.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.leastaction.bench.analysis.Metric;
import org.leastaction.bench.command.options.EnumNames;
import org.leastaction.bench.command.options.W2Options;
import org.leastaction.bench.command.process.Failures;
import org.leastaction.bench.command.process.GracefulShutdown;
import org.leastaction.bench.command.process.LapVersion;
import org.leastaction.bench.command.process.StandardError;
import org.leastaction.bench.command.process.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine;

/** The {@code lap} command: an optimal-transport microscope for residual networks. */
@Command(name = "lap", synopsisSubcommandLabel = "COMMAND", versionProvider = LapVersion.class,
        description = "An optimal-transport microscope for residual networks.")
public final class Lap implements Runnable {

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
                new InspectCommand(surroundings),
                new ExportCommand(surroundings),
                new StudyCommand(surroundings),
                new ReportCommand(surroundings),
                new W2Command(surroundings),
                new GapCommand(surroundings),
                new BackendsCommand(surroundings));
    }

    public static void main(String[] args) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        Surroundings surroundings = Surroundings.of(out, err).withErrorStream(StandardError.detect());
        System.exit(GracefulShutdown.of(() -> run(args, surroundings), err, Runtime.getRuntime()::halt));
    }

    /** Runs the command in this process with its environment. Returns the exit code. */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        return run(args, Surroundings.of(out, err));
    }

    /** Runs the command in the given surroundings. Returns the exit code. */
    public static int run(String[] args, Surroundings surroundings) {
        Failures failures = new Failures(surroundings.err());
        CommandLine line = new CommandLine(new Lap());
        commands(surroundings).forEach(line::addSubcommand);
        CommandLine data = new CommandLine(new DataCommand());
        DataCommand.commands(surroundings).forEach(data::addSubcommand);
        line.addSubcommand(data);
        Objects.requireNonNull(line.getSubcommands().get("study")).addSubcommand(new StudyStatusCommand(surroundings));
        EnumNames.register(line, W2Options.Method.class);
        EnumNames.register(line, Metric.class);
        line.setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures)
                .setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8))
                .setUsageHelpWidth(100)
                .setOverwrittenOptionsAllowed(false)
                .setExpandAtFiles(false);
        try {
            TrainCommand.addOptions(Objects.requireNonNull(line.getSubcommands().get(TrainCommand.NAME)), args, surroundings);
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
}
