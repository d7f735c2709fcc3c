package org.leastaction.spark;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A Spark standalone cluster on the loopback interface: a master, and workers of one core, each a process. */
final class Standalone implements Closeable {

    private static final String HOST = "127.0.0.1";

    private final Path folder;
    private final int port;
    private final Map<String, String> environment;
    private final List<Process> workers = new ArrayList<>();
    private final Process master;
    private int started;

    Standalone(Path folder, int count) throws IOException, InterruptedException {
        this.folder = Files.createDirectories(folder);
        // A worker builds the class path of its executors from this folder.
        Path jars = Files.createDirectories(folder.resolve("home").resolve("jars"));
        for (String jar : Programs.spark().split(File.pathSeparator)) {
            Files.createSymbolicLink(jars.resolve(Path.of(jar).getFileName()), Path.of(jar));
        }
        environment = Map.of("SPARK_HOME", folder.resolve("home").toString(), "SPARK_SCALA_VERSION", "2.13");
        port = freePort();
        master = Programs.spark(folder.resolve("master.log"), environment, "org.apache.spark.deploy.master.Master",
                "--host", HOST, "--port", Integer.toString(port), "--webui-port", "0");
        for (int i = 0; i < 600 && !answers(); i++) {
            Thread.sleep(100);
        }
        for (int i = 0; i < count; i++) {
            addWorker();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            return free.getLocalPort();
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(HOST, port), 500);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    String url() {
        return "spark://" + HOST + ":" + port;
    }

    void addWorker() throws IOException {
        int number = started++;
        workers.add(Programs.spark(folder.resolve("worker-" + number + ".log"), environment,
                "org.apache.spark.deploy.worker.Worker", "--host", HOST, "--cores", "1", "--memory", "1g",
                "--webui-port", "0", "--work-dir", folder.resolve("work-" + number).toString(), url()));
    }

    /** Kills a worker with its executors, as when its machine dies, and starts another. */
    void killWorker(int index) throws IOException {
        Process worker = workers.remove(index);
        List<ProcessHandle> all = worker.descendants().toList();
        worker.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
        addWorker();
    }

    /** The processes that run units. */
    List<ProcessHandle> children() {
        return workers.stream().flatMap(Process::descendants)
                .filter(process -> process.info().commandLine().orElse("").contains("StudyUnitProcess")).toList();
    }

    int size() {
        return workers.size();
    }

    /** The output of the cluster's processes. */
    String logs() throws IOException {
        StringBuilder logs = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(one -> one.toString().matches(".*(\\.log|stderr)")).sorted().toList()) {
                logs.append(file).append('\n').append(Files.readString(file)).append('\n');
            }
        }
        return logs.toString();
    }

    @Override
    public void close() {
        Stream.concat(workers.stream(), Stream.of(master)).forEach(process -> {
            List<ProcessHandle> all = process.descendants().toList();
            process.destroyForcibly();
            all.forEach(ProcessHandle::destroyForcibly);
        });
    }
}
