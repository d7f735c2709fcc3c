package org.leastaction.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class LapTest {

    @Test
    void withoutACommandItPrintsItsHelp() {
        Ran ran = Ran.lap();

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).startsWith("Usage: lap").contains("backends");
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void everyCommandHasHelpAndTheCommonOptions() {
        Ran ran = Ran.lap("backends", "--help");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).startsWith("Usage: lap backends")
                .contains("--seed", "--out", "--json", "--quiet", "--debug", "--threads");
    }

    @Test
    void printsItsVersion() {
        assertThat(Ran.lap("--version").out()).startsWith("lap ");
    }

    @Test
    void anUnknownCommandIsOneLineWithASuggestion() {
        Ran ran = Ran.lap("backend");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err().lines()).singleElement().asString()
                .startsWith("lap: Unmatched argument at index 0: 'backend', did you mean ")
                .contains("backends").endsWith("; see lap --help");
    }

    @Test
    void anUnknownOptionIsOneLineWithASuggestion() {
        Ran ran = Ran.lap("backends", "--sed", "3");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err().lines()).singleElement().asString()
                .startsWith("lap: Unknown option").contains("'--sed'").contains("did you mean --seed")
                .endsWith("; see lap backends --help");
    }

    @Test
    void anOptionWithoutANumberIsOneLine() {
        Ran ran = Ran.lap("backends", "--seed", "three");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err().lines()).singleElement().asString()
                .startsWith("lap: Invalid value for option '--seed'").contains("three");
    }

    @Test
    void debugShowsTheStackTraceToo() {
        assertThat(Ran.lap("backends", "--sed", "--debug").err()).contains("\tat ");
    }

    @Test
    void resultsThatCannotBePrintedAreAFailure() {
        PrintStream full = new PrintStream(new OutputStream() {
            @Override
            public void write(int value) throws java.io.IOException {
                throw new java.io.IOException("No space left on device");
            }
        });
        java.io.ByteArrayOutputStream err = new java.io.ByteArrayOutputStream();

        assertThat(Lap.run(new String[] {"backends"}, full, new PrintStream(err))).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("lap: cannot write to standard output" + System.lineSeparator());
    }
}
