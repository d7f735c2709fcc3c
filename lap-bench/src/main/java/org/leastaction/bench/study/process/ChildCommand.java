package org.leastaction.bench.study.process;

import java.io.File;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a child process is started.
 *
 * @param java        the command of Java
 * @param options     options of the virtual machine
 * @param classPath   entries of the class path
 * @param main        name of the main class, which runs a {@link UnitServer}
 * @param environment variables beside those of the parent
 */
public record ChildCommand(
        String java, List<String> options, List<String> classPath, String main, Map<String, String> environment)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    /**
     * The property with the class path of this program alone, for a process whose class path also has an engine's jars.
     */
    private static final String CLASS_PATH = "lap.class.path";

    /** Options that a second process cannot share: it would listen on the same port. */
    private static final List<String> NOT_SHARED =
            List.of("-agentlib:jdwp", "-Xrunjdwp", "-Dcom.sun.management.jmxremote");

    public ChildCommand {
        // Serialised to other machines: plain lists and maps.
        options = new ArrayList<>(options);
        classPath = new ArrayList<>(classPath);
        environment = new HashMap<>(environment);
    }

    /** A process like this one: the same Java, options and class path. */
    public static ChildCommand likeThisProcess(String main) {
        String classPath = System.getProperty(CLASS_PATH, System.getProperty("java.class.path"));
        return new ChildCommand(javaOf(System.getProperty("java.home")), ownOptions(),
                List.of(classPath.split(File.pathSeparator)), main, Map.of());
    }

    /** The options of this virtual machine that a child can share. */
    private static List<String> ownOptions() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> NOT_SHARED.stream().noneMatch(option::startsWith)).toList();
    }

    /** The command of the Java in a folder. */
    public static String javaOf(String home) {
        return Path.of(home, "bin", "java").toString();
    }

    /** A copy with more variables. */
    public ChildCommand withEnvironment(Map<String, String> variables) {
        Map<String, String> more = new HashMap<>(environment);
        more.putAll(variables);
        return new ChildCommand(java, options, classPath, main, more);
    }

    /** A copy with another option of the virtual machine. */
    public ChildCommand withOption(String option) {
        List<String> more = new ArrayList<>(options);
        more.add(option);
        return new ChildCommand(java, more, classPath, main, environment);
    }

    /** A copy with another class path. */
    public ChildCommand withClassPath(List<String> entries) {
        return new ChildCommand(java, options, entries, main, environment);
    }

    /** A copy with the command of another Java. */
    public ChildCommand withJava(String command) {
        return new ChildCommand(command, options, classPath, main, environment);
    }

    /** The process, with standard error in standard output. */
    ProcessBuilder builder() {
        List<String> command = new ArrayList<>();
        command.add(java);
        command.addAll(options);
        // A crash report belongs neither into the working folder nor into the study's.
        command.add("-XX:ErrorFile=" + Path.of(System.getProperty("java.io.tmpdir"), "lap-crash-%p.log"));
        command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath), main));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return builder;
    }
}
