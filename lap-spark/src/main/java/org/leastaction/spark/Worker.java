package org.leastaction.spark;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.SparkFiles;
import org.apache.spark.TaskContext;
import org.jspecify.annotations.Nullable;
import org.leastaction.bench.study.process.ChildCommand;
import org.leastaction.bench.study.process.ChildPool;
import org.leastaction.bench.study.process.ChildPool.Listener;
import org.leastaction.bench.study.process.ChildPool.RefusedException;
import org.leastaction.bench.study.process.ChildPool.UnitFailedException;

/**
 * How a machine of the cluster makes units. Needs no class but those of the JDK, Spark, this package and the parent's side
 * of child processes.
 *
 * @param application id of the application; its tasks on one machine share children
 * @param command     how a child is started; its class path is replaced by what the machine has
 * @param jars        names of the jars that were sent to the machine; empty to use the class path of the command
 * @param home        folder of an installation on the machine; null for none
 * @param folders     names of folders that were sent to the machine, by the variable that names them to the child
 * @param assignment  what the children need to know, besides their units
 * @param attempts    maximum number of attempts at a unit whose process ends
 */
record Worker(
        String application,
        ChildCommand command,
        List<String> jars,
        @Nullable String home,
        Map<String, String> folders,
        byte[] assignment,
        int attempts) implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final String GPU = "gpu";

    /** The folder of plug-ins, beside the jars that were sent. */
    static final String PLUGINS = "plugins";

    private static final String HOME = "LAP_HOME";

    /** The children of this process, by application and devices; they outlive a task, so that units share their start. */
    private static final Map<String, ChildPool> POOLS = new LinkedHashMap<>();

    /** A copy with more variables for children, and more folders that were sent. */
    Worker with(Map<String, String> variables, Map<String, String> sent) {
        Map<String, String> more = new LinkedHashMap<>(folders);
        more.putAll(sent);
        return new Worker(application, command.withEnvironment(variables), jars, home, more, assignment, attempts);
    }

    /** Makes a unit; every failure is a value. */
    UnitOutcome make(int index, byte[] unit) {
        return outcome(index, pool -> pool.make(unit, Listener.none()));
    }

    /** Whether this machine can make units that need the data of a sample. */
    UnitOutcome check(byte[] sample) {
        return outcome(0, pool -> {
            pool.check(sample);
            return new byte[0];
        });
    }

    /** Ends the children of an application in this process. */
    static void close(String application) {
        closeAll(application + " ");
    }

    private static void closeAll(String beginning) {
        synchronized (POOLS) {
            POOLS.entrySet().removeIf(entry -> {
                boolean own = entry.getKey().startsWith(beginning);
                if (own) {
                    entry.getValue().close();
                }
                return own;
            });
        }
    }

    private interface Use {
        byte[] of(ChildPool pool) throws UnitFailedException, RefusedException, IOException, InterruptedException;
    }

    private UnitOutcome outcome(int index, Use use) {
        String host = host();
        try {
            return UnitOutcome.made(index, use.of(pool()));
        } catch (RefusedException refused) {
            return UnitOutcome.refused(index, host + ": " + refused.getMessage());
        } catch (UnitFailedException failed) {
            return UnitOutcome.failed(index, host + ": " + failed.getMessage());
        } catch (IOException unable) {
            return UnitOutcome.refused(index, host + ": " + unable.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return UnitOutcome.failed(index, "stopped");
        }
    }

    private static String host() {
        return org.apache.spark.SparkEnv.get().blockManager().blockManagerId().host();
    }

    private ChildPool pool() throws IOException {
        Map<String, String> environment = new LinkedHashMap<>();
        folders.forEach((variable, name) -> environment.put(variable, SparkFiles.get(name)));
        String devices = devices();
        if (!devices.isEmpty()) {
            environment.put("CUDA_VISIBLE_DEVICES", devices);
        }
        if (home != null) {
            environment.put(HOME, home);
        } else if (!jars.isEmpty()) {
            environment.put(HOME, SparkFiles.getRootDirectory()); // not an installation of the machine
        }
        List<String> classPath = classPath();
        synchronized (POOLS) {
            String own = application + " " + devices + " ";
            String key = own + folders.keySet() + command.environment().keySet();
            ChildPool pool = POOLS.get(key);
            if (pool == null) {
                closeAll(own); // the children of the check, which do not know all folders
                pool = new ChildPool(command.withEnvironment(environment).withClassPath(classPath)
                        .withJava(ChildCommand.javaOf(System.getProperty("java.home"))), assignment, attempts);
                POOLS.put(key, pool);
            }
            return pool;
        }
    }

    /** The addresses of the task's GPUs, which its child alone may see; empty if none were asked for. */
    private static String devices() {
        TaskContext context = TaskContext.get();
        return context == null || !context.resources().contains(GPU) ? ""
                : String.join(",", context.resources().apply(GPU).addresses());
    }

    private List<String> classPath() throws IOException {
        if (home != null) {
            List<String> installed = List.of();
            try (Stream<Path> files = Files.list(Path.of(home, "lib"))) {
                installed = files.map(Path::toString).filter(file -> file.endsWith(".jar")).sorted().toList();
            } catch (IOException missing) {
                // As if it were empty.
            }
            if (installed.stream().noneMatch(jar -> jar.matches(".*lap-bench-[^/]*\\.jar"))) {
                throw new IOException("there is no installation of LAP in " + home + ": it lacks lib/lap-bench-*.jar");
            }
            return installed;
        }
        List<String> sent = new ArrayList<>();
        for (String jar : jars) {
            sent.add(SparkFiles.get(jar));
        }
        return sent.isEmpty() ? command.classPath() : sent;
    }
}
