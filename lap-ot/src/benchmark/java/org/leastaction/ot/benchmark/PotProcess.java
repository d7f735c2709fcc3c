package org.leastaction.ot.benchmark;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;

/** A Python process that runs POT on request, so that both sides are timed in one run. */
final class PotProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter requests;
    private final String versions;

    PotProcess(String python, String script) throws IOException {
        process = new ProcessBuilder(python, script).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        requests = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        versions = read();
    }

    String versions() {
        return versions;
    }

    /** What one solve took and found. */
    record Answer(double seconds, double cost, double marginalError) {}

    Answer ask(Object... words) throws IOException {
        for (Object word : words) {
            requests.write(word + " ");
        }
        requests.newLine();
        requests.flush();
        String[] numbers = read().split(" ");
        return new Answer(
                Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1]), Double.parseDouble(numbers[2]));
    }

    private String read() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the Python process ended; its reason stands above");
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        requests.close();
        process.destroy();
    }
}
