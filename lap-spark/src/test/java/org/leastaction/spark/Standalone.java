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
import org.leastaction.io.AtomicFiles;

/**
 * A Spark standalone cluster on the loopback interface: a master, and workers, each a process. Every worker says that it
 * has two GPUs, {@link #GPUS}.
 */
final class Standalone implements Closeable {

    private static final String HOST = "127.0.0.1";

    /** The addresses of GPUs that no machine has. */
    static final List<String> GPUS = List.of("7", "9");

    private final Path folder;
    private final int cores;
    private final int port;
    private final Map<String, String> environment;
    private final List<Process> workers = new ArrayList<>();
    private final Process master;
    private int started;

    /**
     * @param count number of workers
     * @param cores cores of each
     */
    Standalone(Path folder, int count, int cores) throws IOException, InterruptedException {
        this.folder = Files.createDirectories(folder);
        this.cores = cores;
        Files.writeString(discovery(), "#!/bin/sh\necho '{\"name\": \"gpu\", \"addresses\": [\""
                + String.join("\", \"", GPUS) + "\"]}'\n");
        if (!discovery().toFile().setExecutable(true)) {
            throw new IOException(discovery() + " cannot be made executable");
        }
        // A worker builds the class path of its executors from this folder.
        Path jars = Files.createDirectories(folder.resolve("home").resolve("jars"));
        for (String jar : Programs.spark().split(File.pathSeparator)) {
            Files.createSymbolicLink(jars.resolve(Path.of(jar).getFileName()), Path.of(jar));
        }
        Files.createDirectories(userHome());
        environment = Map.of("SPARK_HOME", folder.resolve("home").toString(), "SPARK_SCALA_VERSION", "2.13",
                "JAVA_TOOL_OPTIONS", "-Duser.home=" + userHome() + " -Dorg.bytedeco.javacpp.cachedir="
                        + Path.of(System.getProperty("user.home"), ".javacpp", "cache"));
        port = freePort();
        master = Programs.spark(folder.resolve("master.log"), environment, List.of(),
                "org.apache.spark.deploy.master.Master",
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

    private Path discovery() {
        return folder.resolve("gpus.sh");
    }

    /** Spark's folder, as SPARK_HOME names it. */
    Path home() {
        return folder.resolve("home");
    }

    /** The home folder of the user who runs the workers, and of the children. */
    Path userHome() {
        return folder.resolve("user");
    }

    String url() {
        return "spark://" + HOST + ":" + port;
    }

    void addWorker() throws IOException {
        int number = started++;
        List<String> resources = List.of("-Dspark.worker.resource.gpu.amount=" + GPUS.size(),
                "-Dspark.worker.resource.gpu.discoveryScript=" + discovery());
        workers.add(Programs.spark(folder.resolve("worker-" + number + ".log"), environment, resources,
                "org.apache.spark.deploy.worker.Worker", "--host", HOST, "--cores", Integer.toString(cores), "--memory",
                "1g",
                "--webui-port", "0", "--work-dir", folder.resolve("work-" + number).toString(), url()));
    }

    /** The executors: the processes that start children. */
    List<ProcessHandle> executors() {
        return workers.stream().flatMap(Process::descendants)
                .filter(process -> commandLine(process).contains("CoarseGrainedExecutorBackend")
                        && !commandLine(process).contains("StudyUnitProcess"))
                .toList();
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
                .filter(process -> commandLine(process).contains("StudyUnitProcess")).toList();
    }

    /** The whole command line, which Java does not report on Linux if it is longer than a page of memory. */
    private static String commandLine(ProcessHandle process) {
        try {
            Path whole = Path.of("/proc", Long.toString(process.pid()), "cmdline");
            return Files.exists(whole) ? Files.readString(whole) : process.info().commandLine().orElse("");
        } catch (IOException ended) {
            return "";
        }
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
    public void close() throws IOException {
        Stream.concat(workers.stream(), Stream.of(master)).forEach(process -> {
            List<ProcessHandle> all = process.descendants().toList();
            process.destroyForcibly();
            all.forEach(ProcessHandle::destroyForcibly);
        });
        AtomicFiles.delete(home()); // its links, of which JUnit would warn
    }
}
