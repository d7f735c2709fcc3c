package org.leastaction.spark;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.leastaction.bench.study.process.ChildCommand;
import org.leastaction.bench.study.process.ClusterEngine;
import org.leastaction.io.Messages;

/** Apache Spark, for {@code lap study --executor spark --master …}. */
public final class SparkEngine implements ClusterEngine {

    private static final String LOGGING = "log4j2.configurationFile";
    private static final int CONNECT_MILLIS = 5000;

    @Override
    public String name() {
        return "spark";
    }

    @Override
    public Cluster connect(Request request) throws UnusableException, IOException, InterruptedException {
        boolean local = request.master().matches("local(\\[.*])?");
        requireMaster(request.master());
        List<String> classPath = childClassPath(request.command());
        if (!local && request.home().isEmpty()) {
            requireJars(classPath);
        }
        if (System.getProperty(LOGGING) == null) {
            System.setProperty(LOGGING, Objects.requireNonNull(
                    SparkEngine.class.getResource("log4j2.properties"), "log4j2.properties").toString());
        }
        SparkCluster cluster = new SparkCluster(context(request), worker(request, local, classPath), local,
                request.study(), request.remarks());
        boolean usable = false;
        try {
            if (request.data().isPresent()) {
                cluster.ship(request.data().get(), "LAP_DATA");
            }
            if (!local && request.home().isEmpty()) {
                cluster.send(classPath, request.plugins());
            }
            cluster.check(request.sample(), request.threads());
            usable = true;
            return cluster;
        } finally {
            if (!usable) {
                cluster.close();
            }
        }
    }

    private static Worker worker(Request request, boolean local, List<String> classPath) {
        Map<String, String> variables = new LinkedHashMap<>();
        if (local) {
            variables.putAll(request.command().environment());
        } else {
            VARIABLES.stream().filter(request.command().environment()::containsKey).forEach(
                    name -> variables.put(name, Objects.requireNonNull(request.command().environment().get(name))));
        }
        // Folders of this machine do not exist on others.
        List<String> options = request.command().options().stream()
                .filter(option -> local || !option.matches("-D(user\\.home|java\\.io\\.tmpdir|lap\\.class\\.path)=.*"))
                .toList();
        ChildCommand command = new ChildCommand(request.command().java(), options, classPath,
                request.command().main(), variables);
        List<String> jars = local || request.home().isPresent() ? List.of()
                : classPath.stream().map(SparkEngine::fileName).toList();
        return new Worker(UUID.randomUUID().toString(), command, new ArrayList<>(jars),
                request.home().map(Path::toString).orElse(null), new LinkedHashMap<>(), request.assignment(),
                request.attempts());
    }

    /** This program without Spark: what children need. */
    private static List<String> childClassPath(ChildCommand command) {
        String submitted = System.getProperty("spark.jars", "");
        return submitted.isEmpty() ? command.classPath()
                : Stream.of(submitted.split(",")).map(jar -> jar.replaceFirst("^file:/*", "/")).toList();
    }

    private static String fileName(String path) {
        return String.valueOf(Path.of(path).getFileName());
    }

    private static void requireJars(List<String> classPath) throws UnusableException {
        for (String entry : classPath) {
            Path jar = Path.of(entry);
            if (Files.isDirectory(jar)) {
                throw new UnusableException(jar + " is a folder of classes, which cannot be sent to a cluster;"
                        + " run from jars, or name an installation on all machines with --lap-home");
            }
            if (!Files.isReadable(jar)) {
                throw new UnusableException("the jar " + jar + ", which the machines of the cluster need, is missing");
            }
        }
    }

    private static void requireMaster(String master) throws UnusableException {
        if (master.startsWith("yarn") && System.getenv("HADOOP_CONF_DIR") == null
                && System.getenv("YARN_CONF_DIR") == null) {
            throw new UnusableException("--master yarn needs HADOOP_CONF_DIR or YARN_CONF_DIR in the environment");
        }
        if (!master.startsWith("spark://")) {
            return;
        }
        List<String> refused = new ArrayList<>();
        for (String address : List.of(master.substring("spark://".length()).split(",", -1))) {
            try (Socket socket = new Socket()) {
                URI uri = new URI("spark://" + address);
                if (uri.getHost() == null || uri.getPort() < 0) {
                    throw new UnusableException("--master: '" + master + "' is not spark://HOST:PORT");
                }
                socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), CONNECT_MILLIS);
                return;
            } catch (URISyntaxException malformed) {
                throw new UnusableException("--master: '" + master + "' is not spark://HOST:PORT", malformed);
            } catch (IOException silent) {
                refused.add(address + " (" + (silent instanceof UnknownHostException
                        ? "there is no such host" : Messages.of(silent)) + ")");
            }
        }
        throw new UnusableException("--master: no Spark master answers at " + String.join(", ", refused));
    }

    private static JavaSparkContext context(Request request) throws UnusableException {
        SparkConf conf = new SparkConf()
                .setAppName("LAP study " + request.study())
                .setMaster(request.master())
                .set("spark.task.cpus", Integer.toString(request.threads()))
                // The loss of a machine costs what it was doing, not the study.
                .set("spark.task.maxFailures", "20")
                // Results are stored as they arrive, not collected.
                .set("spark.driver.maxResultSize", "0")
                .set("spark.executor.memoryOverhead", overhead(request.command()) + "m")
                .set("spark.ui.showConsoleProgress", "false");
        request.settings().forEach(conf::set);
        // Two attempts at a unit at the same time would waste one of them.
        conf.set("spark.speculation", "false");
        try {
            conf.setJars(new String[] {
                    jarOf(SparkEngine.class), jarOf(ClusterEngine.class)});
            return new JavaSparkContext(conf);
        } catch (Exception | LinkageError unusable) { // Scala throws checked exceptions without declaring them
            throw new UnusableException("--master " + request.master() + ": Spark does not start: "
                    + firstLine(unusable), unusable);
        }
    }

    /** Heap and native memory of a child, in MiB: the executor's own heap only passes bytes. */
    private static long overhead(ChildCommand command) {
        long heap = command.options().stream().filter(option -> option.matches("-Xmx\\d+[kKmMgG]"))
                .map(SparkEngine::mebibytes).reduce((earlier, later) -> later)
                .orElse(Runtime.getRuntime().maxMemory() >> 20);
        return heap + 2048;
    }

    private static long mebibytes(String option) {
        long number = Long.parseLong(option.substring(4, option.length() - 1));
        return switch (Character.toLowerCase(option.charAt(option.length() - 1))) {
            case 'g' -> number << 10;
            case 'm' -> number;
            default -> number >> 10;
        };
    }

    /** The address of the jar of a class, in which special characters are escaped, as Spark expects it. */
    private static String jarOf(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation().toString();
    }

    static String firstLine(Throwable failure) {
        String text = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return text.strip().lines().findFirst().orElse(text);
    }
}
