package org.leastaction.bench.study.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessEndTest {

    /** A signal is named only if the number has that meaning on the system. */
    @ParameterizedTest
    @CsvSource({
            "Linux, 134, 'was ended by signal 6 (SIGABRT, native code aborted), exit status 134'",
            "Mac OS X, 134, 'was ended by signal 6 (SIGABRT, native code aborted), exit status 134'",
            "Linux, 137, 'was ended by signal 9 (SIGKILL, as when memory runs out), exit status 137'",
            "Mac OS X, 139, 'was ended by signal 11 (SIGSEGV, native code crashed), exit status 139'",
            "Linux, 135, 'was ended by signal 7 (SIGBUS, native code crashed), exit status 135'",
            "Mac OS X, 135, 'was ended by signal 7, exit status 135'",
            "Mac OS X, 138, 'was ended by signal 10 (SIGBUS, native code crashed), exit status 138'",
            "Linux, 138, 'was ended by signal 10, exit status 138'",
            "FreeBSD, 135, 'was ended by signal 7, exit status 135'",
            "Linux, 152, 'was ended by signal 24 (SIGXCPU), exit status 152'",
            "Linux, 1, 'ended with exit status 1'",
            "Linux, 128, 'ended with exit status 128'",
            "Linux, 255, 'ended with exit status 255'",
            "Windows 11, 134, 'ended with exit status 134'",
            "Windows Server 2022, -1073741819, 'ended with exit status -1073741819'"
    })
    void anExitStatusIsASignalWhereItIsOne(String system, int status, String words) {
        assertThat(new ProcessEnd(system).inWords(status)).isEqualTo(words + "; it printed nothing");
    }

    @ParameterizedTest
    @CsvSource({"Linux, 130, true", "Linux, 143, true", "Mac OS X, 129, true", "Linux, 137, false", "Linux, 1, false",
            "Windows 11, 143, false"})
    void interruptsOfTheWholeStudyAreRequests(String system, int status, boolean requested) {
        assertThat(new ProcessEnd(system).isRequested(status)).isEqualTo(requested);
    }

    @Test
    void theLastLinesAreKeptWithoutJavasOwn() {
        ProcessEnd end = new ProcessEnd("Linux");
        for (int i = 0; i < 20; i++) {
            end.printed("line " + i);
        }
        end.printed("# If you would like to submit a bug report, please visit:");
        end.printed("");

        assertThat(end.inWords(1)).startsWith("ended with exit status 1; its last lines: line 12 | line 13")
                .endsWith("line 19");
    }

    @Test
    void exceptionsAreKeptWithoutTheirFrames() {
        ProcessEnd end = new ProcessEnd("Linux");
        new IllegalStateException("no data", new NoClassDefFoundError("org/leastaction/io/Messages"))
                .printStackTrace(new PrintStream(new ByteArrayOutputStream()) {
                    @Override
                    public void println(Object line) {
                        end.printed(String.valueOf(line));
                    }
                });
        end.printed("\tat java.base/java.lang.Thread.run(Thread.java:840)");
        end.printed("\tat app//plugin.Own.<init>(Own.java)");
        end.printed("\t... 12 more");
        end.printed("look at (this)");

        assertThat(end.inWords(1))
                .isEqualTo("ended with exit status 1; its last lines: java.lang.IllegalStateException:"
                        + " no data | Caused by: java.lang.NoClassDefFoundError: org/leastaction/io/Messages | look at (this)");
    }
}
