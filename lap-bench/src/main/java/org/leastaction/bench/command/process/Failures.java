package org.leastaction.bench.command.process;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.leastaction.bench.data.UnavailableDataException;
import org.leastaction.flow.backend.BackendFailure;
import org.leastaction.io.FolderInUseException;
import org.leastaction.io.InputFileException;
import org.leastaction.io.Messages;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns every failure into one line on standard error and an exit code; a stack trace only on request. */
public final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {

    private static final String TRACES = "--debug";

    private final PrintStream err;

    public Failures(PrintStream err) {
        this.err = err;
    }

    public static Traces asksForTraces(String[] args) {
        return Arrays.asList(args).contains(TRACES) ? Traces.PRINTED : Traces.HIDDEN;
    }

    /** Whether stack traces are printed. */
    enum Traces {
        PRINTED,
        HIDDEN
    }

    @Override
    public int handleParseException(ParameterException failure, String[] args) {
        String command = failure.getCommandLine().getCommandSpec().qualifiedName();
        say(oneLine(Messages.of(failure)) + suggestions(failure) + unknown(failure) + "; see " + command + " --help");
        trace(failure, asksForTraces(args));
        return ExitCode.BAD_INPUT.number();
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine line, ParseResult parsed) {
        return report(failure, asksForTraces(parsed.originalArgs().toArray(String[]::new)));
    }

    public int report(Throwable failure, Traces traces) {
        trace(failure, traces);
        if (isInterruption(failure)) {
            say("interrupted");
            return ExitCode.FAILED.number();
        }
        if (failure instanceof BadInput
                || failure instanceof InputFileException
                || failure instanceof FolderInUseException
                || failure instanceof UnavailableDataException) {
            say(oneLine(Messages.of(failure)));
            return ExitCode.BAD_INPUT.number();
        }
        say(sentence(failure));
        return ExitCode.FAILED.number();
    }

    /** If results could not be printed, for example to a full disk, an otherwise successful command fails. */
    public int standardOutput(int exitCode) {
        if (exitCode != ExitCode.DONE.number()) {
            return exitCode;
        }
        say("cannot write to standard output");
        return ExitCode.FAILED.number();
    }

    private static String sentence(Throwable failure) {
        if (failure instanceof OutOfMemoryError) {
            return "not enough memory (" + failure.getMessage() + "); give Java more, e.g. JAVA_TOOL_OPTIONS=-Xmx8g";
        }
        if (failure instanceof UncheckedIOException unchecked) {
            return sentence(Objects.requireNonNull(unchecked.getCause()));
        }
        if ((failure instanceof IOException || failure instanceof BackendFailure) && failure.getMessage() != null) {
            return oneLine(Messages.of(failure));
        }
        return oneLine("failed: " + failure + " (" + TRACES + " shows where)");
    }

    /**
     * Whether a failure is an interruption: that closes the files of the thread, which may be reported as a failure to
     * read or write.
     */
    private static boolean isInterruption(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException
                    || cause instanceof CancellationException
                    || cause instanceof ClosedByInterruptException) {
                return true;
            }
        }
        return false;
    }

    /** For every unknown option, the most likely intended one. */
    private static String suggestions(ParameterException failure) {
        if (!(failure instanceof UnmatchedArgumentException unmatched)) {
            return "";
        }
        List<String> suggestions = unmatched.getSuggestions();
        if (suggestions.isEmpty()) {
            suggestions = unmatched.getUnmatched().stream().filter(argument -> argument.startsWith("-"))
                    .flatMap(option -> new UnmatchedArgumentException(failure.getCommandLine(), List.of(option))
                            .getSuggestions().stream().limit(1))
                    .distinct().toList();
            return suggestions.isEmpty() ? "" : ", did you mean " + String.join(" and ", suggestions) + "?";
        }
        return suggestions.stream().limit(3).collect(Collectors.joining(" or ", ", did you mean ", "?"));
    }

    /** If a required option is missing, a misspelt one is probably that option. */
    private static String unknown(ParameterException failure) {
        List<String> unmatched = failure instanceof MissingParameterException
                ? failure.getCommandLine().getUnmatchedArguments() : List.of();
        if (unmatched.isEmpty()) {
            return "";
        }
        UnmatchedArgumentException unknown = new UnmatchedArgumentException(failure.getCommandLine(), unmatched);
        return "; " + oneLine(Messages.of(unknown)) + suggestions(unknown);
    }

    private void say(String sentence) {
        err.println("lap: " + sentence);
    }

    private void trace(Throwable failure, Traces traces) {
        if (traces == Traces.PRINTED) {
            failure.printStackTrace(err);
        }
    }

    private static String oneLine(String text) {
        return text == null ? "failed" : text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
