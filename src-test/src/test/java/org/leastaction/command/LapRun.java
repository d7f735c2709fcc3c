package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.leastaction.bench.command.Lap;
import org.leastaction.bench.command.process.Surroundings;

/** A run of the command in this process on one thread, with its output. */
record LapRun(List<String> arguments, int exitCode, String out, String err) {

    /** Runs with an empty environment and a home folder that holds nothing. */
    static LapRun of(Object... arguments) {
        return in(Map.of(), arguments);
    }

    static LapRun in(Map<String, String> environment, Object... arguments) {
        List<String> words = new ArrayList<>(Arrays.stream(arguments).map(Object::toString).toList());
        if (!words.contains("--threads")) {
            words.addAll(List.of("--threads", "1"));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Surroundings surroundings = Surroundings.of(print(out), print(err))
                .withEnvironment(environment)
                .withHome(Path.of("target", "no-home"));
        int exitCode = Lap.run(words.toArray(String[]::new), surroundings);
        return new LapRun(
                words, exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** This run, which must have succeeded. */
    LapRun done() {
        assertThat(exitCode).as("lap %s: %s", String.join(" ", arguments), err).isZero();
        return this;
    }

    /** This run, which must have ended with one sentence on standard error and nothing else. */
    LapRun refused(int expectedExitCode, String sentence) {
        String run = "lap " + String.join(" ", arguments);
        assertThat(err.lines()).as(run).singleElement().asString().startsWith("lap: ").contains(sentence);
        assertThat(exitCode).as(run).isEqualTo(expectedExitCode);
        assertThat(out).as(run).isEmpty();
        return this;
    }

    /** Standard output, which must be one JSON object and nothing else. */
    JsonNode json() {
        return Json.object(out);
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    /** Reads JSON strictly. */
    static final class Json {

        private static final ObjectMapper MAPPER =
                new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

        private Json() {}

        /** One object and nothing after it. */
        static JsonNode object(String text) {
            try {
                JsonNode node = MAPPER.readTree(text);
                assertThat(node.isObject()).as("a JSON object: %s", text).isTrue();
                return node;
            } catch (JsonProcessingException failure) {
                throw new AssertionError("not one JSON object: " + text, failure);
            }
        }
    }
}
