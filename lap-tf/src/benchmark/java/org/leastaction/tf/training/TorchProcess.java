package org.leastaction.tf.training;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** PyTorch in a process of its own, training the same network on request (src/benchmark/python/training_step.py). */
final class TorchProcess implements AutoCloseable {

    private static final String SCRIPT = "lap-tf/src/benchmark/python/training_step.py";

    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter requests;
    private final String version;
    private double loss = Double.NaN;

    TorchProcess(String python, Path folder, String layout, int threads, String device) throws IOException {
        process = new ProcessBuilder(python, SCRIPT, folder.toString(), layout, String.valueOf(threads), device)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        requests = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        version = read();
    }

    String version() {
        return version;
    }

    /** Takes steps; returns the seconds that they took there. */
    double take(int steps) throws IOException {
        requests.write(steps + "\n");
        requests.flush();
        String[] answer = read().split(" ");
        loss = Double.parseDouble(answer[1]);
        return Double.parseDouble(answer[0]);
    }

    /** Cross entropy of the last step. */
    double loss() {
        return loss;
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
