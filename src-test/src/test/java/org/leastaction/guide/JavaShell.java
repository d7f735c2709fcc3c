package org.leastaction.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import jdk.jshell.JShell;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/** JShell with the class path of the tests. */
final class JavaShell implements AutoCloseable {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final JShell shell;

    JavaShell() {
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        shell = JShell.builder().out(out).err(out)
                .remoteVMOptions("-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8", "-Duser.language=en",
                        "-Duser.country=US", "-Djava.awt.headless=true", "-Xmx1g")
                .build();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            shell.addToClasspath(entry);
        }
    }

    /**
     * What some code printed.
     *
     * @param value of its last expression, as JShell shows it
     */
    record Outcome(String printed, Optional<String> value) {}

    /** Runs code whose snippets are all valid and throw nothing. */
    Outcome run(String code) {
        printed.reset();
        Optional<String> value = Optional.empty();
        String rest = code;
        while (!rest.isBlank()) {
            CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            assertThat(next.completeness().isComplete()).as("complete: %s", rest).isTrue();
            for (SnippetEvent event : shell.eval(next.source())) {
                assertThat(event.status()).as("%s%n%s", event.snippet().source(),
                        shell.diagnostics(event.snippet()).map(diagnostic -> diagnostic.getMessage(null)).toList())
                        .isIn(Status.VALID, Status.OVERWRITTEN);
                assertThat(event.exception()).as(event.snippet().source()).isNull();
                value = Optional.ofNullable(event.value()).filter(text -> !text.isEmpty());
            }
            rest = next.remaining();
        }
        return new Outcome(printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n"), value);
    }

    @Override
    public void close() {
        shell.close();
    }
}
