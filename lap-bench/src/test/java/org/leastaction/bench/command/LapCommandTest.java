package org.leastaction.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.bench.command.output.Answer;
import org.leastaction.bench.command.output.JsonValues;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.bench.command.process.ExitCode;
import org.leastaction.bench.command.process.Failures;
import org.leastaction.bench.command.process.Surroundings;
import org.leastaction.bench.command.progress.Terminal;
import org.leastaction.io.InputFileException;
import org.leastaction.points.io.PointFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine;

/** The rules for every command, tested on a configurable one. */
class LapCommandTest {

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** The snippet of the package documentation. */
    @Command(name = "count", description = "Counts the points of a file.")
    static final class CountCommand extends LapCommand {
        @Parameters(paramLabel = "FILE")
        private Path file;

        CountCommand(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        protected Answer answer() throws IOException {
            int n = PointFiles.read(file).size();
            return Answer.of(new JsonValues().put("points", n)).line(n + " points");
        }
    }

    @Test
    void tutorial() throws IOException {
        Path file = Files.writeString(folder.resolve("x.csv"), "1,2\n3,4\n");
        Surroundings surroundings = Surroundings.of(new PrintStream(out, true, StandardCharsets.UTF_8), System.err);

        assertThat(new CommandLine(new CountCommand(surroundings)).execute(file.toString())).isZero();
        assertThat(out()).isEqualToNormalizingNewlines("2 points\n");
    }

    @FunctionalInterface
    interface Work {
        Answer on(Terminal terminal) throws Exception;
    }

    @Command(name = "told")
    static final class ToldCommand extends LapCommand {
        private final Work work;

        ToldCommand(Surroundings surroundings, Work work) {
            super(surroundings);
            this.work = work;
        }

        @Override
        protected Answer answer() throws Exception {
            return work.on(terminal());
        }
    }

    private int run(Work work, String... args) {
        Surroundings surroundings = Surroundings.of(new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        Failures failures = new Failures(surroundings.err());
        return new CommandLine(new ToldCommand(surroundings, work))
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures)
                .execute(args);
    }

    private static Answer five(Terminal terminal) {
        terminal.remark("counting");
        return Answer.of(new JsonValues().put("points", 5).put("ot_gap", Double.NaN)).line("5 points");
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void printsLinesOnStandardOutputAndRemarksOnStandardError() {
        assertThat(run(LapCommandTest::five)).isZero();
        assertThat(out()).isEqualToNormalizingNewlines("5 points\n");
        assertThat(err()).isEqualToNormalizingNewlines("counting\n");
    }

    @Test
    void jsonIsOneObjectWhereWhatIsNotFiniteIsNullWithAReason() {
        assertThat(run(LapCommandTest::five, "--json")).isZero();

        JsonNode json = new Ran(0, out(), err()).json();
        assertThat(json.get("points").asInt()).isEqualTo(5);
        assertThat(json.get("ot_gap").isNull()).isTrue();
        assertThat(json.get("ot_gap_reason").asText()).isEqualTo("is NaN");
    }

    @Test
    void quietSilencesRemarksNotResults() {
        run(LapCommandTest::five, "--quiet");

        assertThat(out()).isNotEmpty();
        assertThat(err()).isEmpty();
    }

    @Test
    void outKeepsTheValuesInAFileOfTheCommandsName() {
        run(LapCommandTest::five, "--out", folder.resolve("new/results").toString());

        assertThat(folder.resolve("new/results/told.json")).content().contains("\"points\" : 5");
    }

    @Test
    void anOutThatCannotBeWrittenIsOneLineAndNoAnswer() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "in the way");

        assertThat(run(LapCommandTest::five, "--quiet", "--out", file.toString())).isEqualTo(1);
        assertThat(out()).isEmpty();
        assertThat(err().lines()).singleElement().asString()
                .startsWith("lap: cannot write " + file.resolve("told.json") + ": ");
    }

    @Test
    void badInputIsOneLineAndTwo() {
        assertThat(run(terminal -> {
            throw new BadInput("--train-size must be at least 1, not 0");
        })).isEqualTo(2);
        assertThat(out()).isEmpty();
        assertThat(err()).isEqualToNormalizingNewlines("lap: --train-size must be at least 1, not 0\n");
    }

    @Test
    void aBadFileIsOneLineAndTwo() {
        assertThat(run(terminal -> {
            throw new InputFileException(Path.of("x.npy"), "there is no such file");
        })).isEqualTo(2);
        assertThat(err()).isEqualToNormalizingNewlines("lap: x.npy: there is no such file\n");
    }

    @Test
    void aFailureIsOneLineAndOne() {
        assertThat(run(terminal -> {
            throw new UncheckedIOException(new IOException("cannot write\nx: No space left on device"));
        })).isEqualTo(1);
        assertThat(err()).isEqualToNormalizingNewlines("lap: cannot write x: No space left on device\n");
    }

    @Test
    void aDefectIsOneLineThatSaysHowToSeeMore() {
        assertThat(run(terminal -> {
            throw new IllegalStateException("two heads");
        })).isEqualTo(1);
        assertThat(err()).isEqualToNormalizingNewlines(
                "lap: failed: java.lang.IllegalStateException: two heads (--debug shows where)\n");
    }

    @Test
    void debugShowsWhere() {
        run(terminal -> {
            throw new IllegalStateException("two heads");
        }, "--debug");
        assertThat(err()).contains("\tat " + LapCommandTest.class.getName());
    }

    @Test
    void anAnswerMayEndBadly() {
        assertThat(run(terminal -> five(terminal).withExitCode(ExitCode.FAILED))).isEqualTo(1);
        assertThat(out()).isNotEmpty();
    }

    @Test
    void threadsAreAtLeastOne() {
        assertThat(Ran.lap("backends", "--threads", "0").exitCode()).isEqualTo(2);
    }
}
