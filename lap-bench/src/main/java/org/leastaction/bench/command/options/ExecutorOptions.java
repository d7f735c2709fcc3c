package org.leastaction.bench.command.options;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.leastaction.bench.command.process.BadInput;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the units of a study run. */
public final class ExecutorOptions {

    private static final String LOCAL = "local";
    private static final int ATTEMPTS = 2;

    /** The property in which spark-submit passes its master. */
    private static final String SUBMITTED = "spark.master";

    @Mixin
    private DataFolderOption dataFolder;

    @Option(names = "--workers", paramLabel = "N", defaultValue = "1",
            description = "Number of units of work that run at the same time and share the threads (default:"
                    + " ${DEFAULT-VALUE}).")
    private int workers;

    @Option(names = "--isolate", negatable = true,
            description = "Run units in child processes, so that a crash of native code fails one unit and not the"
                    + " study (default: with more than one worker).")
    private @Nullable Boolean isolate;

    @Option(names = "--attempts", paramLabel = "N",
            description = "Maximum number of attempts at a unit whose process ends (default: " + ATTEMPTS + ").")
    private @Nullable Integer attempts;

    @Option(names = "--executor", paramLabel = "NAME", defaultValue = LOCAL,
            description = "What runs the units: local, or an engine that is installed, e.g. spark (default:"
                    + " ${DEFAULT-VALUE}).")
    private String executor;

    @Option(names = "--master", paramLabel = "URL",
            description = "The cluster, for --executor spark: local[2], spark://HOST:PORT, yarn or k8s://URL.")
    private @Nullable String master;

    @Option(names = "--conf", paramLabel = "KEY=VALUE",
            description = "A setting of the engine, e.g. spark.executor.cores=4.")
    private Map<String, String> settings = Map.of();

    @Option(names = "--ship-data",
            description = "Send the folder of --data-dir and prepared autoencoders to the machines of the cluster"
                    + " (default: they see the same paths).")
    private boolean shipData;

    @Option(names = "--lap-home", paramLabel = "DIR",
            description = "Folder of this version's release archive on the machines of the cluster (default: this"
                    + " program is sent to them).")
    private @Nullable Path home;

    /** Folder of data sets, searched first, if given. */
    public Optional<Path> dataDir() {
        return dataFolder.folder();
    }

    /** Units at the same time on this machine, at least 1. */
    public int workers() {
        return workers;
    }

    /** The maximum number of attempts at a unit whose process ends, at least 1. */
    public int attempts() {
        return attempts == null ? ATTEMPTS : attempts;
    }

    /** Whether units are made in child processes. */
    public boolean isolated() {
        return isolate == null ? workers > 1 : isolate;
    }

    /** Whether units are made on this machine, without an engine. */
    public boolean isLocal() {
        return executor.equals(LOCAL);
    }

    /** Name of the engine. */
    public String executor() {
        return executor;
    }

    /** The cluster; without the option, that of spark-submit; empty if there is none. */
    public String master() {
        return master == null ? System.getProperty(SUBMITTED, "") : master;
    }

    /** Settings of the engine. */
    public Map<String, String> settings() {
        return settings;
    }

    /** The folder of data that is sent to the cluster. */
    public Optional<Path> shipped() {
        return shipData ? dataDir() : Optional.empty();
    }

    /** The folder of this program on the cluster. */
    public Optional<Path> home() {
        return Optional.ofNullable(home);
    }

    /** @throws BadInput if a number is out of range, or options contradict each other */
    public void check() {
        if (workers < 1) {
            throw new BadInput("--workers: there must be at least 1 worker, not " + workers);
        }
        if (attempts() < 1) {
            throw new BadInput("--attempts: there must be at least 1 attempt, not " + attempts);
        }
        if (isLocal()) {
            if (attempts != null && !isolated()) {
                throw new BadInput("--attempts is for units in processes of their own; add --isolate");
            }
            if (master != null || !settings.isEmpty() || shipData || home != null) {
                throw new BadInput("--master, --conf, --ship-data and --lap-home are for --executor spark");
            }
            return;
        }
        if (master().isEmpty()) {
            throw new BadInput("--executor " + executor + " needs --master, e.g. local[2] or spark://HOST:7077");
        }
        if (workers > 1 || isolate != null) {
            throw new BadInput("--workers and --isolate are for --executor local; the cluster decides how many units"
                    + " run at the same time, and each has a process of its own");
        }
        if (shipData && dataDir().filter(Files::isDirectory).isEmpty()) {
            throw new BadInput("--ship-data: name the folder of the data with --data-dir");
        }
    }
}
